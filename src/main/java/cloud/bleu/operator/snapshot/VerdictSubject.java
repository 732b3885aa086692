package cloud.bleu.operator.snapshot;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Names of what a workload is judged by: zones and providers in one set. */
public final class VerdictSubject {

  private static final String ZONE = "zone/";
  private static final String PROVIDER = "provider/";

  private VerdictSubject() {}

  /** The name of a zone in this set. */
  public static String zone(String name) {
    return ZONE + name;
  }

  /** The name of a provider in this set. */
  public static String provider(String name) {
    return PROVIDER + name;
  }

  static boolean isZone(String judged) {
    return judged.startsWith(ZONE);
  }

  /** Without the kind. */
  static String name(String judged) {
    return judged.substring(judged.indexOf('/') + 1);
  }

  /** With others besides; the same set where it has them all. */
  public static Set<String> and(Set<String> judged, Collection<String> others) {
    if (judged.containsAll(others)) {
      return judged;
    }
    TreeSet<String> both = new TreeSet<>(judged);
    both.addAll(others);
    return both;
  }
}
