# Paidan's commands. `make run` and `make test` install what they miss; see end2end/tools/ensure.sh.

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
export PAIDAN_SITE := $(TARGET)/site

ADDR ?= 127.0.0.1:3000
DATA ?= ./data

.PHONY: run test lint test-rust test-browser watch bench soak plants fmt clean

# The demo centre on http://127.0.0.1:3000, its database below ./data.
run:
	@end2end/tools/ensure.sh run
	cargo build -p server -p bundle
	@$(TARGET)/debug/bundle
	$(TARGET)/debug/paidan --demo --addr $(ADDR) --data $(DATA)

# Everything: formatting, warnings, Rust tests on both databases, browser tests.
test:
	@end2end/tools/test.sh

lint:
	@end2end/tools/ensure.sh test
	@end2end/tools/lint.sh

test-rust:
	@end2end/tools/ensure.sh test
	@end2end/tools/test-rust.sh

test-browser:
	@end2end/tools/ensure.sh test
	@end2end/tools/test-browser.sh

# Rebuilds and reloads the page after every change; needs cargo-leptos, which `make run` does without.
watch:
	@end2end/tools/ensure.sh run
	@command -v cargo-leptos >/dev/null || { \
		echo "make watch needs cargo-leptos and wasm-bindgen; install them once (about 20 minutes on two cores):"; \
		echo "  cargo install cargo-leptos --version 0.3.10 --locked"; \
		echo "  cargo install wasm-bindgen-cli --version 0.2.130"; \
		echo "Without them, make run after a change does the same by hand."; \
		exit 1; }
	cargo leptos watch --split -- --demo --addr $(ADDR) --data $(DATA)

# Measurements of the release build, each with the peer or limit beside it; ONLY="push live" picks some.
bench:
	@end2end/tools/measure.sh bench $(ONLY)

# SEEDS simulated centres in which everything goes wrong; then the real thing under load: the server killed KILLS times,
# half of them on each database, the primary of its database PROMOTIONS times, the tablet's browser BROWSER_KILLS times.
soak: export SEEDS := $(or $(SEEDS),1000)
soak: export KILLS := $(or $(KILLS),1000)
soak: export PROMOTIONS := $(or $(PROMOTIONS),20)
soak: export BROWSER_KILLS := $(or $(BROWSER_KILLS),10)
soak:
	@end2end/tools/measure.sh soak

# Which seed of the simulation finds which planted fault.
plants:
	@cargo test -p simulation --features planted --test plants
	@cat $(TARGET)/tmp/plants.txt

fmt:
	cargo fmt --all

# Leaves ./data alone.
clean:
	cargo clean
	rm -rf node_modules end2end/node_modules end2end/test-results end2end/playwright-report
