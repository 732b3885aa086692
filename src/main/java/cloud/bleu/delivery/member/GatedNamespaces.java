package cloud.bleu.delivery.member;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The namespaces that have gates in another cluster, and whether they are enforced there. */
final class GatedNamespaces {

  private final HubDecisions hub;
  private final GateObjects there;
  private final Supplier<Set<String>> gated;

  /** Whether each is enforced there if it is on the hub; of those that were asked for. */
  private final Map<String, Boolean> enforced = new ConcurrentHashMap<>();

  /** Namespaces without an answer the last time, and what came of asking. */
  private final Map<String, GateEnforcement> unanswered = new ConcurrentHashMap<>();

  private final AtomicBoolean asking = new AtomicBoolean();

  /**
   * @param gated which have gates by now
   */
  GatedNamespaces(HubDecisions hub, GateObjects there, Supplier<Set<String>> gated) {
    this.hub = hub;
    this.there = there;
    this.gated = gated;
  }

  /** Whether all namespaces that have gates by now were asked about, with or without an answer. */
  boolean areAsked() {
    return gated.get().stream()
        .allMatch(one -> enforced.containsKey(one) || unanswered.containsKey(one));
  }

  private boolean areAnswered() {
    return enforced.keySet().containsAll(gated.get());
  }

  /** Namespaces that are enforced on the hub and, as was answered, not there. */
  SortedSet<String> open() {
    SortedSet<String> open = new TreeSet<>(gated.get());
    open.removeIf(namespace -> enforced.getOrDefault(namespace, true));
    return open;
  }

  /**
   * Why it is not known of one that was asked for, of what this account may not read first; null:
   * all that were asked for have answered.
   */
  @Nullable GateEnforcement unknown() {
    GateEnforcement other = null;
    for (String namespace : new TreeSet<>(gated.get())) {
      GateEnforcement one = unanswered.get(namespace);
      if (one != null && one.isSeen()) {
        return one;
      }
      other = other == null ? one : other;
    }
    return other;
  }

  /** What was answered does not count any more. */
  void forget() {
    enforced.clear();
    unanswered.clear();
  }

  /**
   * A request for each that is enforced on the hub: who writes gates does not wait for it. What
   * gets a gate meanwhile is asked for by whoever asks already.
   *
   * @param anew also for those that were asked for before
   * @param answered run after the answers, and where somebody else asks already
   * @throws KubernetesClientException the first that does not come; all others are asked for, and
   *     what was answered before for one that does not come does not count any more
   */
  void ask(boolean anew, Runnable answered) {
    boolean all = anew;
    while (all || !areAnswered()) {
      if (asking.getAndSet(true)) {
        answered.run();
        return;
      }
      try {
        ask(all);
      } finally {
        asking.set(false);
        answered.run();
      }
      all = false;
    }
  }

  private void ask(boolean all) {
    Set<String> now = new TreeSet<>(gated.get());
    enforced.keySet().retainAll(now);
    unanswered.keySet().retainAll(now);
    KubernetesClientException first = null;
    for (String namespace : now) {
      if (all || !enforced.containsKey(namespace)) {
        try {
          enforced.put(namespace, isEnforced(namespace));
          unanswered.remove(namespace);
        } catch (KubernetesClientException e) {
          unanswered.put(namespace, unknown(namespace, e));
          enforced.remove(namespace);
          first = first == null ? e : first;
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static GateEnforcement unknown(String namespace, KubernetesClientException e) {
    String words = GateObjects.words(e);
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        ? GateEnforcement.notPermitted(words)
        : GateEnforcement.notObserved("namespace " + namespace + ": " + words);
  }

  private boolean isEnforced(String namespace) {
    return hub.isEnforced(namespace, null) || hub.isEnforced(namespace, there.namespace(namespace));
  }
}
