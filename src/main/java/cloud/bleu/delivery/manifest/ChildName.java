package cloud.bleu.delivery.manifest;

/**
 * Names of the objects created for one zone: {@code <workload>-<zone>-<6 hex of
 * SHA-256(workload/zone)>}, at most 52 characters, so that the names of pods and their revisions
 * stay under 63.
 */
public final class ChildName {

  private static final int LONGEST = 52;
  private static final int HASH = 6;

  /** What the two parts share: the whole less the hash and two dashes. */
  private static final int PARTS = LONGEST - HASH - 2;

  private ChildName() {}

  /** The name; the same for the same pair, and different for different pairs of one namespace. */
  public static String of(String workload, String zone) {
    int forWorkload = Math.max(PARTS / 2, PARTS - zone.length());
    String first = cut(workload, forWorkload);
    String second = cut(zone, PARTS - first.length());
    return first + "-" + second + "-" + Fingerprint.text(workload + "/" + zone).substring(0, HASH);
  }

  private static String cut(String part, int longest) {
    String plain = part.replace('.', '-');
    String cut = plain.length() <= longest ? plain : plain.substring(0, longest);
    while (cut.endsWith("-")) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }
}
