"""The audit: does a policy keep its promises in every county that it could meet?"""
