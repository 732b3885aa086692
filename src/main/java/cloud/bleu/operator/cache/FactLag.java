package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.apiserver.QuickClient;
import cloud.bleu.operator.trigger.Relevance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the caches lag behind the API server in what a workload is decided on: policies,
 * providers, zones, namespaces and waivers, also deleted ones. Watches of several kinds keep no
 * order between them. So the server is asked: what it has is at least as new as any workload that
 * was seen before.
 */
public final class FactLag {

  /**
   * The loop that decides waits for the answer: a server that is slow is asked later. So long for
   * each list, and so long for all of them until the last begins.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Up to so many are asked for one by one. For more, each of which takes two lists, the server is
   * asked for all at once.
   */
  private static final int SINGLE = 10;

  private final KubernetesClient client;
  private final Caches caches;
  private final LongSupplier nanos;

  /** Measures its patience by the monotonic clock of this machine. */
  public FactLag(KubernetesClient client, Caches caches) {
    this(client, caches, System::nanoTime);
  }

  /**
   * @param nanos a clock that nobody can set
   */
  FactLag(KubernetesClient client, Caches caches, LongSupplier nanos) {
    this.client = QuickClient.of(client, PATIENCE);
    this.caches = caches;
    this.nanos = nanos;
  }

  /** What the server had when it was asked. */
  @FunctionalInterface
  public interface Answer {

    /**
     * An object of that which a cache has not yet, or the other way round, by kind and name, or why
     * it is not known; null where the caches have all of it by now. It asks nobody.
     */
    @Nullable String missing();
  }

  /**
   * Asks the server what it has, for five seconds, and then waits for the list that has begun:
   * fifteen at most.
   *
   * @param namespaces of those who wait for it
   */
  public Answer ask(Set<String> namespaces) {
    try {
      List<Answer> lists = new Question(namespaces).lists();
      return () ->
          lists.stream().map(Answer::missing).filter(Objects::nonNull).findFirst().orElse(null);
    } catch (RuntimeException e) {
      String why = "the API server does not say what there is: " + e.getMessage();
      return () -> why;
    }
  }

  /** All lists that make one answer, which have one deadline. */
  private final class Question {
    private final Set<String> namespaces;
    private final long begun = nanos.getAsLong();

    Question(Set<String> namespaces) {
      this.namespaces = namespaces;
    }

    List<Answer> lists() {
      List<Answer> lists = new ArrayList<>();
      lists.add(all(client.resources(SovereigntyPolicy.class), caches.policies));
      lists.add(all(client.resources(CloudProvider.class), caches.providers));
      lists.add(all(client.resources(AvailabilityZone.class), caches.zones));
      if (namespaces.size() > SINGLE) {
        lists.add(all(client.namespaces(), caches.namespaces));
        lists.add(all(client.resources(SovereigntyWaiver.class).inAnyNamespace(), caches.waivers));
      } else {
        namespaces.forEach(name -> lists.add(namespace(name)));
        namespaces.forEach(name -> lists.add(waivers(name)));
      }
      return lists;
    }

    /** The right to list namespaces is there, that to get one is not. */
    private Answer namespace(String name) {
      return answer(
          list(client.namespaces().withField("metadata.name", name)),
          caches.namespaces,
          namespace -> namespace.getMetadata().getName().equals(name));
    }

    private Answer waivers(String namespace) {
      return answer(
          list(client.resources(SovereigntyWaiver.class).inNamespace(namespace)),
          caches.waivers,
          waiver -> namespace.equals(waiver.getMetadata().getNamespace()));
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> Answer all(
        Listable<L> asked, SharedIndexInformer<T> cache) {
      return answer(list(asked), cache, any -> true);
    }

    /**
     * What the server lists. Where it answers that something is wrong with it, it is asked once
     * more at once: whoever arrived waits for all lists, of which one may fail each time.
     *
     * @throws IllegalStateException once it has been asked for too long to begin another list
     */
    private <L> L list(Listable<L> asked) {
      if (isLate()) {
        throw new IllegalStateException(
            "not all of it within " + PATIENCE.toSeconds() + " seconds");
      }
      try {
        return asked.list();
      } catch (KubernetesClientException e) {
        if (e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR || isLate()) {
          throw e;
        }
        return asked.list();
      }
    }

    private boolean isLate() {
      return nanos.getAsLong() - begun >= PATIENCE.toNanos();
    }
  }

  /**
   * @param listed of the objects which are asked for
   */
  private static <T extends HasMetadata> Answer answer(
      KubernetesResourceList<T> list, SharedIndexInformer<T> cache, Predicate<T> listed) {
    list.getItems().forEach(TrimmedStore::pruneMetadata);
    return () -> first(list, cache, listed);
  }

  private static <T extends HasMetadata> @Nullable String first(
      KubernetesResourceList<T> list, SharedIndexInformer<T> cache, Predicate<T> listed) {
    Set<String> there = new HashSet<>();
    for (T object : list.getItems()) {
      String key = Cache.metaNamespaceKeyFunc(object);
      there.add(key);
      T cached = cache.getIndexer().getByKey(key);
      if (cached == null || lags(cached, object)) {
        return named(object);
      }
    }
    String asOf = String.valueOf(list.getMetadata().getResourceVersion());
    return cache.getStore().list().stream()
        .filter(listed)
        .filter(cached -> !there.contains(Cache.metaNamespaceKeyFunc(cached)))
        // What came after the answer is not in it.
        .filter(cached -> !isOlder(asOf, version(cached)))
        .map(cached -> "the deletion of " + named(cached))
        .findFirst()
        .orElse(null);
  }

  private static String named(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return object.getKind()
        + " "
        + (namespace == null ? "" : namespace + "/")
        + object.getMetadata().getName();
  }

  /** Whether a cached object is an older one, and the difference can change a decision. */
  private static boolean lags(HasMetadata cached, HasMetadata object) {
    return isOlder(version(cached), version(object)) && Relevance.ofUpdate(cached, object);
  }

  private static String version(HasMetadata object) {
    return String.valueOf(object.getMetadata().getResourceVersion());
  }

  /**
   * Whether one version of an object is older than another, as API servers number them: decimal, of
   * any length, and rising. Anything else is older unless it is the same.
   */
  static boolean isOlder(String version, String other) {
    if (!isNumber(version) || !isNumber(other)) {
      return !version.equals(other);
    }
    return version.length() == other.length()
        ? version.compareTo(other) < 0
        : version.length() < other.length();
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty()
        && version.charAt(0) != '0'
        && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
