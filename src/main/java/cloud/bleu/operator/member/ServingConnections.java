package cloud.bleu.operator.member;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of several connections into one cluster serves it: one that is reached, and of those the
 * first by name. So nothing is seen twice, and what one connection wrote another one finds as its
 * own. Only connections into clusters of one uid are compared with one another.
 */
final class ServingConnections {

  private static final Comparator<Standing> ORDER =
      Comparator.comparing(Standing::reached).reversed().thenComparing(Standing::id);

  private ServingConnections() {}

  /**
   * What is asked once of a connection, so that all of one answer is about one moment.
   *
   * @param identity of the cluster that it leads into; null before that has answered
   */
  record Standing(String id, @Nullable MemberIdentity identity, boolean reached) {
    static Standing of(Member member) {
      return new Standing(member.id(), member.identity(), member.reach().isReached());
    }

    private boolean isSame(Standing other) {
      return identity != null && other.identity != null && identity.isSame(other.identity);
    }
  }

  /** By connection the one that serves. */
  static Map<String, String> of(List<Standing> connected) {
    Map<String, String> serving = new TreeMap<>();
    Map<String, List<Standing>> byUid = new HashMap<>();
    for (Standing one : connected) {
      if (one.identity() == null) {
        serving.put(one.id(), one.id());
      } else {
        byUid.computeIfAbsent(one.identity().uid(), uid -> new ArrayList<>()).add(one);
      }
    }
    for (List<Standing> some : byUid.values()) {
      some.forEach(one -> serving.put(one.id(), first(some, one).id()));
    }
    return serving;
  }

  /** The connection that serves in place of one; of what is not connected the same. */
  static String of(List<Standing> connected, String id) {
    for (Standing one : connected) {
      if (one.id().equals(id)) {
        return first(connected, one).id();
      }
    }
    return id;
  }

  private static Standing first(List<Standing> connected, Standing one) {
    Standing first = one;
    for (Standing other : connected) {
      if (one.isSame(other) && ORDER.compare(other, first) < 0) {
        first = other;
      }
    }
    return first;
  }
}
