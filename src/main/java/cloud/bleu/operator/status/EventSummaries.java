package cloud.bleu.operator.status;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that are too many to be sent one by one, by namespace, kind and reason. */
public final class EventSummaries {

  /** Different ones: namespaces, times a few kinds and reasons. */
  private static final int MOST = 2000;

  private static final int NAMES = 10;

  private final Map<Key, Sum> sums = new LinkedHashMap<>();

  /** An event to be sent. */
  record One(ObjectReference regarding, String type, String reason, String action, String note) {}

  private record Key(
      @Nullable String namespace, String kind, String type, String reason, String action) {}

  private static final class Sum {
    private final List<String> names = new ArrayList<>();
    private int count;
  }

  /** Adds one; false when there is no room for another kind of them. */
  synchronized boolean add(One one) {
    Key key =
        new Key(
            one.regarding().getNamespace(),
            one.regarding().getKind(),
            one.type(),
            one.reason(),
            one.action());
    if (!sums.containsKey(key) && sums.size() >= MOST) {
      return false;
    }
    Sum sum = sums.computeIfAbsent(key, k -> new Sum());
    sum.count++;
    if (sum.names.size() < NAMES && !sum.names.contains(one.regarding().getName())) {
      sum.names.add(one.regarding().getName());
    }
    return true;
  }

  /** An event for each sum, about the namespace; they are over with that. */
  synchronized List<One> take() {
    List<One> events = new ArrayList<>();
    sums.forEach(
        (key, sum) ->
            events.add(
                new One(
                    namespace(key.namespace()),
                    key.type(),
                    key.reason(),
                    key.action(),
                    "%s more such events about objects of kind %s, too many to be told one by one: %s%s; their status tells more"
                        .formatted(
                            sum.count,
                            key.kind(),
                            String.join(", ", sum.names),
                            sum.count > sum.names.size() ? " and others" : ""))));
    sums.clear();
    return events;
  }

  /** Kept in the namespace itself, where who looks for its events finds it. */
  public static ObjectReference namespace(@Nullable String name) {
    String named = name == null ? "default" : name;
    return new ObjectReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Namespace")
        .withNamespace(named)
        .withName(named)
        .withUid(named)
        .build();
  }
}
