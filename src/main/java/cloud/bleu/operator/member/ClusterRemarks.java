package cloud.bleu.operator.member;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What sources last said of the health of clusters, so that only news of it is told. */
final class ClusterRemarks {

  private final Map<String, String> last = new ConcurrentHashMap<>();

  /** Remembers what is said of a cluster, and whether that is another remark than before. */
  boolean isNews(String cluster, @Nullable String remark) {
    String before = remark == null ? last.remove(cluster) : last.put(cluster, remark);
    return !Objects.equals(before, remark);
  }

  /** What is said of a cluster; null: nothing. */
  @Nullable String of(String cluster) {
    return last.get(cluster);
  }
}
