"""Notices: one neutral mail a day at most, off by default, and a calendar feed with neutral words."""

from fastapi import APIRouter

router = APIRouter()
