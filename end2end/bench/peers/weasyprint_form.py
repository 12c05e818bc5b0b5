"""Sets one page of HTML again and again in one process; says what each took in milliseconds, as JSON."""

import json
import sys
import time

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration


def main(path, count):
    fonts = FontConfiguration()

    def once():
        before = time.perf_counter()
        pdf = HTML(filename=path).write_pdf(font_config=fonts)
        return (time.perf_counter() - before) * 1000, len(pdf)

    first, _ = once()
    once()
    runs = [once() for _ in range(int(count))]
    print(json.dumps({"first": first, "times": [took for took, _ in runs], "bytes": runs[-1][1]}))


main(*sys.argv[1:])
