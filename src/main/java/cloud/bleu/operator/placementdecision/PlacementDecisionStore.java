package cloud.bleu.operator.placementdecision;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.WatchListener;
import cloud.bleu.operator.cache.WatchSubject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The PlacementDecisions of this operator as a watch shows them, and the writing of what differs,
 * each time over exactly the version that was read. What is somebody else's is not touched.
 */
final class PlacementDecisionStore implements AutoCloseable {

  static final String MANAGER = "bleu-decision";

  private final KubernetesClient client;
  private final Runnable changed;
  private @Nullable KindWatch<GenericKubernetesResource> watch;

  /** What became of a write. */
  enum Outcome {
    /** It is as it should be. */
    DONE,
    /** Somebody wrote meanwhile: the next round sees what. */
    OVERTAKEN,
    /** The name is somebody else's. */
    TAKEN
  }

  /**
   * @param changed told of every change that the watch shows
   */
  PlacementDecisionStore(KubernetesClient client, Runnable changed) {
    this.client = client;
    this.changed = changed;
  }

  /** Starts to watch. The kind must be there. */
  synchronized void watch() {
    watch =
        new KindWatch<>(
            WatchSubject.of(
                DecisionSlices.CRD,
                "no PlacementDecision is written",
                "the chart's value clusterProfiles.enabled grants the right"),
            client
                .genericKubernetesResources(DecisionSlices.CONTEXT)
                .inAnyNamespace()
                .withLabel(DecisionSlices.MANAGED_BY, DecisionSlices.OURS));
    watch.start(WatchListener.of(changed));
  }

  /**
   * The PlacementDecisions of this operator; null while they are not listed, or not followed any
   * more.
   */
  synchronized @Nullable List<GenericKubernetesResource> ours() {
    if (watch == null || !watch.isWatched()) {
      return null;
    }
    return watch.list().stream().filter(one -> DecisionSlices.workload(one) != null).toList();
  }

  /**
   * Creates one that was not there as far as the watch shows.
   *
   * @throws KubernetesClientException what refuses it
   */
  Outcome create(GenericKubernetesResource wanted) {
    try {
      // An apply would write over what somebody created meanwhile.
      client.raw(
          "/apis/%s/namespaces/%s/%s?fieldManager=%s"
              .formatted(
                  wanted.getApiVersion(),
                  wanted.getMetadata().getNamespace(),
                  DecisionSlices.CONTEXT.getPlural(),
                  MANAGER),
          "POST",
          wanted);
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      if (isStale(e)) {
        GenericKubernetesResource there = in(wanted).withName(name(wanted)).get();
        if (there == null || DecisionSlices.workload(there) != null) {
          return Outcome.OVERTAKEN;
        }
        // Somebody took the label by which the watch finds it: it is put back.
        return DecisionSlices.isOwnedAsIn(there, wanted) ? apply(wanted, there) : Outcome.TAKEN;
      }
      throw e;
    }
  }

  /**
   * Makes one say what it should.
   *
   * @throws KubernetesClientException what refuses it
   */
  Outcome apply(GenericKubernetesResource wanted, GenericKubernetesResource live) {
    GenericKubernetesResource next = Serialization.clone(wanted);
    next.getMetadata().setResourceVersion(live.getMetadata().getResourceVersion());
    try {
      in(next).resource(next).fieldManager(MANAGER).forceConflicts().serverSideApply();
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      if (isStale(e)) {
        return Outcome.OVERTAKEN;
      }
      throw e;
    }
  }

  /**
   * Removes one.
   *
   * @throws KubernetesClientException what refuses it
   */
  Outcome delete(GenericKubernetesResource live) {
    try {
      in(live).resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      if (isStale(e)) {
        return Outcome.OVERTAKEN;
      }
      throw e;
    }
  }

  /** The kind is gone, and all of it with it. */
  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      in(GenericKubernetesResource object) {
    return client
        .genericKubernetesResources(DecisionSlices.CONTEXT)
        .inNamespace(object.getMetadata().getNamespace());
  }

  private static String name(GenericKubernetesResource object) {
    return object.getMetadata().getName();
  }

  /** The server has something else than what was seen, or its namespace is going. */
  private static boolean isStale(KubernetesClientException e) {
    return Refusal.of(e) == null
        && (e.getCode() == HttpURLConnection.HTTP_CONFLICT
            || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
  }
}
