package cloud.bleu.delivery.member;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The namespaces that have gates in another cluster, and whether they are enforced there. */
final class GatedNamespaces {

  private final HubDecisions hub;
  private final GateObjects there;
  private final Supplier<Set<String>> gated;

  /** Whether each is enforced there if it is on the hub; of those that were asked for. */
  private final Map<String, Boolean> enforced = new ConcurrentHashMap<>();

  private final AtomicBoolean asking = new AtomicBoolean();

  /**
   * @param gated which have gates by now
   */
  GatedNamespaces(HubDecisions hub, GateObjects there, Supplier<Set<String>> gated) {
    this.hub = hub;
    this.there = there;
    this.gated = gated;
  }

  /** Whether all that have gates by now were asked for. */
  boolean areAsked() {
    return enforced.keySet().containsAll(gated.get());
  }

  /** Those that are enforced on the hub and not there, or were not asked for. */
  SortedSet<String> open() {
    SortedSet<String> open = new TreeSet<>(gated.get());
    open.removeIf(namespace -> enforced.getOrDefault(namespace, false));
    return open;
  }

  /** What was answered does not count any more. */
  void forget() {
    enforced.clear();
  }

  /**
   * A request for each that is enforced on the hub: who writes gates does not wait for it. What
   * gets a gate meanwhile is asked for by whoever asks already.
   *
   * @param anew also for those that were asked for before
   * @param answered run after the answers
   * @throws KubernetesClientException the first that does not come; all others are asked for, and
   *     what was answered before for one that does not come does not count any more
   */
  void ask(boolean anew, Runnable answered) {
    boolean all = anew;
    while ((all || !areAsked()) && !asking.getAndSet(true)) {
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
    Set<String> now = Set.copyOf(gated.get());
    enforced.keySet().retainAll(now);
    KubernetesClientException first = null;
    for (String namespace : now) {
      if (all || !enforced.containsKey(namespace)) {
        try {
          enforced.put(namespace, isEnforced(namespace));
        } catch (KubernetesClientException e) {
          enforced.remove(namespace);
          first = first == null ? e : first;
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private boolean isEnforced(String namespace) {
    return hub.isEnforced(namespace, null) || hub.isEnforced(namespace, there.namespace(namespace));
  }
}
