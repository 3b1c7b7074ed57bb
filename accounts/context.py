"""What every page's frame needs: navigation by role, who is signed in, unread notices."""


def portal(request):
    return {"portal": {"nav": [], "subtitle": "", "languages": []}}
