"""Validates the signature of a PDF against one certificate and says what was found, as JSON."""

import json
import sys

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def attached(reader):
    """Names of the attached files."""
    return [str(spec.get_object()["/UF"]) for spec in reader.root.get("/AF", [])]


def main(paper, certificate):
    with open(certificate, "rb") as file:
        _, _, der = pem.unarmor(file.read())
    trusted = ValidationContext(trust_roots=[x509.Certificate.load(der)])
    with open(paper, "rb") as file:
        reader = PdfFileReader(file)
        signature = reader.embedded_signatures[0]
        status = validate_pdf_signature(signature, trusted)
        print(json.dumps({
            "bottom_line": status.bottom_line,
            "coverage": status.coverage.name,
            "intact": status.intact,
            "valid": status.valid,
            "trusted": status.trusted,
            "subfilter": str(signature.sig_object["/SubFilter"]),
            "attached": attached(reader),
        }))


main(*sys.argv[1:])
