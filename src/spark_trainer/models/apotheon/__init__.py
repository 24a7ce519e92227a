"""Apotheon: pictures, sound and text fused by gated cross-attention.

`config`, `curriculum` and `names` need no torch; everything else does.
"""
