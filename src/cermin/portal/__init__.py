"""The public face"""
