package cloud.bleu.operator.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * Objects of a cluster that are not listed or watched.
 *
 * @param name of the resource, in full
 * @param missing whether the cluster has no such kind
 */
public record UnseenKind(String name, boolean missing) {

  static UnseenKind of(KindWatch<?> watch) {
    WatchFault fault = watch.fault();
    return new UnseenKind(watch.name(), fault != null && fault.isNotServed());
  }

  /** What is said of a cluster that answers while these are not seen, and what to do. */
  public static String words(List<UnseenKind> unseen) {
    List<String> words = new ArrayList<>();
    String unwatched = names(unseen, false);
    if (!unwatched.isEmpty()) {
      words.add(
          unwatched
              + " are not listed or watched there: grant its user list and watch on them; the"
              + " operator's log has the error");
    }
    String missing = names(unseen, true);
    if (!missing.isEmpty()) {
      words.add(
          missing
              + " are not served there: see that it is a whole cluster, of a version that the"
              + " operator works with");
    }
    return "its API server answers, and " + String.join("; ", words);
  }

  private static String names(List<UnseenKind> unseen, boolean missing) {
    return String.join(
        ", ", unseen.stream().filter(one -> one.missing == missing).map(UnseenKind::name).toList());
  }
}
