package io.sipcast.ice;

import java.util.ArrayList;
import java.util.List;

/** Those of all media of a call: a foundation that works, or is tried, in one does so in all. */
final class CheckLists {
    private final List<CheckList> lists = new ArrayList<>();

    void add(CheckList list) {
        lists.add(list);
    }

    void remove(CheckList list) {
        lists.remove(list);
    }

    boolean isBusyWith(String foundation) {
        return lists.stream().anyMatch(list -> list.isBusyWith(foundation));
    }

    void thaw(String foundation) {
        lists.forEach(list -> list.thaw(foundation));
    }

    /** Pairs that are being checked or are about to be. */
    int active() {
        return lists.stream().mapToInt(CheckList::active).sum();
    }
}
