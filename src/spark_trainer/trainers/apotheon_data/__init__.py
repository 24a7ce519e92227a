"""From a manifest to the batches that Apotheon is trained on."""
