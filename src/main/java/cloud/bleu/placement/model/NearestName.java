package cloud.bleu.placement.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody who made a typing error most likely meant. */
public final class NearestName {

  /** Longer texts are no typing errors, and comparing them costs their length squared. */
  private static final int LONGEST = 100;

  private NearestName() {}

  /**
   * The known name with the fewest insertions, deletions, substitutions and swaps of neighbours
   * from the given one, letter case ignored; empty when more than a third of the letters would
   * change. Ties go to the first by alphabet.
   */
  public static Optional<String> of(String given, Collection<String> known) {
    if (given.isEmpty() || given.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = given.toLowerCase(Locale.ROOT);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String name : known.stream().sorted().toList()) {
      int edits = name.length() > LONGEST ? least : edits(wanted, name.toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        best = name;
      }
    }
    return best != null && least <= Math.max(1, Math.max(given.length(), best.length()) / 3)
        ? Optional.of(best)
        : Optional.empty();
  }

  /**
   * Whether one is the other with a letter too many, missing or written otherwise, or with two
   * neighbours swapped; letter case ignored. Of a single letter nothing is a slip.
   */
  public static boolean isSlip(String given, String name) {
    int shorter = Math.min(given.length(), name.length());
    int longer = Math.max(given.length(), name.length());
    return shorter >= 2
        && longer <= LONGEST
        && longer - shorter <= 1
        && edits(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)) == 1;
  }

  private static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
