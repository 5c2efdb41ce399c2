"""Figures that can be measured again."""
