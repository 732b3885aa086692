package cloud.bleu.operator.member;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What sources last said of the health of clusters, so that only changes are reported. */
final class ClusterRemarks {

  private final Map<String, String> last = new ConcurrentHashMap<>();

  /**
   * Remembers what is said of a cluster, and whether that is another remark than before.
   *
   * @param others what its source says, null: nothing
   * @param own what is said of its nodes, null: nothing
   */
  boolean isNews(String cluster, @Nullable String others, @Nullable String own) {
    String remark = others == null ? own : own == null ? others : others + "; " + own;
    String before = remark == null ? last.remove(cluster) : last.put(cluster, remark);
    return !Objects.equals(before, remark);
  }

  /** What is said of a cluster; null: nothing. */
  @Nullable String of(String cluster) {
    return last.get(cluster);
  }
}
