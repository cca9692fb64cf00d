{
    "name": "Agency Evaluation: Debian runtime",
    "summary": "Leaves out the asset of mail that Debian's package does not carry",
    "author": "Agency Evaluation contributors",
    "license": "LGPL-3",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "depends": ["mail"],
    "assets": {
        "web.assets_backend": [
            # without the file the browser logs an error, and with it every browser test fails
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
