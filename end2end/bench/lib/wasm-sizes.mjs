// What takes the space in a WebAssembly module: its sections, and its code by crate, from the names it carries.

import { readFileSync } from "node:fs";

const SECTIONS = ["custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code", "data", "data count", "tag"];

class Bytes {
    constructor(buffer, at = 0, end = buffer.length) {
        Object.assign(this, { buffer, at, end });
    }

    byte() {
        return this.buffer[this.at++];
    }

    /** An unsigned LEB128. */
    number() {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.byte();
            value += (byte & 0x7f) * 2 ** shift;
            if (byte < 0x80) return value;
        }
    }

    text() {
        const length = this.number();
        this.at += length;
        return this.buffer.toString("utf8", this.at - length, this.at);
    }

    /** The next `length` bytes on their own. */
    part(length) {
        this.at += length;
        return new Bytes(this.buffer, this.at - length, this.at);
    }

    get isEmpty() {
        return this.at >= this.end;
    }
}

/**
 * Reads a module that still has its names, that is, before wasm-opt.
 * @returns {{total: number, sections: [string, number][], functions: {name: string, size: number}[]}}
 */
export function readModule(path) {
    const buffer = readFileSync(path);
    const module = new Bytes(buffer, 8);
    const [sections, sizes, names] = [new Map(), [], new Map()];
    let imported = 0;
    while (!module.isEmpty) {
        const id = module.byte();
        const section = module.part(module.number());
        const size = section.end - section.at;
        let label = SECTIONS[id] ?? `section ${id}`;
        if (id === 0) {
            label = `custom: ${section.text()}`;
            if (label === "custom: name") readNames(section, names);
        } else if (id === 2) {
            imported = countImportedFunctions(section);
        } else if (id === 10) {
            for (let left = section.number(); left > 0; left--) {
                const length = section.number();
                section.part(length);
                sizes.push(length);
            }
        }
        // Relocations are for the splitter and go no further.
        if (label.startsWith("custom: reloc")) label = "custom: reloc";
        sections.set(label, (sections.get(label) ?? 0) + size);
    }
    const functions = sizes.map((size, i) => ({ name: names.get(imported + i) ?? "", size }));
    return { total: buffer.length, sections: [...sections].sort((a, b) => b[1] - a[1]), functions };
}

function readNames(section, names) {
    while (!section.isEmpty) {
        const kind = section.byte();
        const part = section.part(section.number());
        if (kind !== 1) continue;
        for (let left = part.number(); left > 0; left--) names.set(part.number(), part.text());
    }
}

function countImportedFunctions(section) {
    let functions = 0;
    for (let left = section.number(); left > 0; left--) {
        section.text();
        section.text();
        const kind = section.byte();
        if (kind === 0) {
            section.number();
            functions += 1;
        } else if (kind === 1) {
            section.byte();
            limits(section);
        } else if (kind === 2) {
            limits(section);
        } else if (kind === 3) {
            section.byte();
            section.byte();
        } else {
            section.byte();
            section.number();
        }
    }
    return functions;
}

function limits(section) {
    const flags = section.byte();
    section.number();
    if (flags & 1) section.number();
}

/**
 * The crate a function belongs to: the one whose code it is, not the one that made a copy of it with its own types.
 * Names are Rust's, in either of its manglings or written out.
 */
export function crateOf(name) {
    if (name.startsWith("__wbindgen_describe")) return "(gone after wasm-bindgen)";
    if (name.startsWith("_R")) return fromV0(name);
    const path = name.startsWith("_ZN") ? fromLegacy(name) : name;
    // `<impl Trait for Type>::method` and `<Type as Trait>::method`: the type's crate has the code.
    const words = path.replace(/[&*[\]]/g, "").match(/[A-Za-z_][A-Za-z0-9_]*(?=::)/g) ?? [];
    const found = words.find((word) => !["dyn", "mut", "const", "impl", "as", "for"].includes(word));
    return found ?? (name ? "(other)" : "(no name)");
}

/** A name for people, without its hash. */
export function readable(name) {
    return name.startsWith("_ZN") ? fromLegacy(name).replace(/::h[0-9a-f]{16}$/, "") : name;
}

function fromLegacy(name) {
    const parts = [];
    let rest = name.slice(3);
    for (let match; (match = /^(\d+)/.exec(rest)); ) {
        const length = Number(match[1]);
        parts.push(rest.slice(match[1].length, match[1].length + length));
        rest = rest.slice(match[1].length + length);
    }
    const decode = (part) =>
        part
            .replaceAll("$LT$", "<").replaceAll("$GT$", ">").replaceAll("$RF$", "&").replaceAll("$BP$", "*").replaceAll("$C$", ",")
            .replaceAll("$LP$", "(").replaceAll("$RP$", ")").replace(/\$u([0-9a-f]+)\$/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
            .replaceAll("..", "::");
    return parts.map(decode).join("::");
}

/** Crate roots in v0 names are `C[s<disambiguator>_]<length><name>`; the first is the one of the function's own path. */
function fromV0(name) {
    const match = /C(?:s[0-9A-Za-z]*_)?(\d+)_?([A-Za-z_]\w*)/.exec(name);
    return match ? match[2].slice(0, Number(match[1])) : "(other)";
}

/** Bytes of code by crate, the largest first. @returns {[string, number][]} */
export function byCrate(functions) {
    const sums = new Map();
    for (const { name, size } of functions) {
        const crate = crateOf(name);
        sums.set(crate, (sums.get(crate) ?? 0) + size);
    }
    return [...sums].sort((a, b) => b[1] - a[1]);
}
