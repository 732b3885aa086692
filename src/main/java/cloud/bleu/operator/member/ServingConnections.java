package cloud.bleu.operator.member;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which connection of several that lead into one cluster serves it. */
final class ServingConnections {

  private ServingConnections() {}

  /** What is asked once of a connection, so that all of one answer is about one moment. */
  private record Standing(String id, @Nullable MemberIdentity identity, boolean reached) {
    boolean isSame(Standing other) {
      return identity != null && other.identity != null && identity.isSame(other.identity);
    }
  }

  /**
   * By connection the one that serves. Where several lead into one cluster that is one that is
   * reached, and of those the first by name: nothing is seen twice, and what one wrote the other
   * one finds as its own.
   */
  static Map<String, String> of(Map<String, Member> connected) {
    List<Standing> standing =
        connected.entrySet().stream()
            .map(
                e ->
                    new Standing(
                        e.getKey(), e.getValue().identity(), e.getValue().reach().isReached()))
            .sorted(Comparator.comparing(Standing::reached).reversed().thenComparing(Standing::id))
            .toList();
    Map<String, String> serving = new TreeMap<>();
    for (Standing one : standing) {
      Standing first = standing.stream().filter(one::isSame).findFirst().orElse(one);
      serving.put(one.id(), first.id());
    }
    return serving;
  }
}
