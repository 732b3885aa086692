package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that one cluster was asked to remove, while nobody has seen whether they are gone. They
 * count as gone until then, so that no others are removed in the belief that they run.
 */
final class Reductions {

  /** By uid of the object. */
  private final Map<String, Reduction> open = new ConcurrentHashMap<>();

  /** One that was handed over, of an object in the version that was seen. */
  static final class Reduction {
    private final String workload;
    private final HasMetadata object;
    private final int left;
    private @Nullable Reduction before;
    private volatile boolean done;

    private Reduction(String workload, HasMetadata object, int left, @Nullable Reduction before) {
      this.workload = workload;
      this.object = object;
      this.left = left;
      this.before = before;
    }

    HasMetadata object() {
      return object;
    }

    /** Whether the server has said that the object is another one by now. */
    boolean isDone() {
      return done;
    }

    /** The server has another version, or none: the cache will show it. */
    void done() {
      done = true;
    }

    /** Whether it is of this very version of an object. */
    boolean isOf(HasMetadata other) {
      return object.getMetadata().getUid().equals(other.getMetadata().getUid())
          && object
              .getMetadata()
              .getResourceVersion()
              .equals(other.getMetadata().getResourceVersion());
    }
  }

  /** Notes what is about to be handed over; null when nothing of a zone goes by it. */
  @Nullable Reduction handedOver(BleuWorkload workload, ZoneDesired desired) {
    ZoneObservation seen;
    int left;
    if (desired instanceof DecidedManifest decided) {
      seen = decided.seen();
      left = decided.replicas();
    } else if (desired instanceof StandingManifest standing) {
      seen = standing.seen();
      left = standing.replicas();
    } else {
      seen = ((ZoneDesired.Absence) desired).seen();
      left = 0;
    }
    if (seen == null || left >= seen.replicas()) {
      return null;
    }
    String uid = seen.object().getMetadata().getUid();
    Reduction before = open.get(uid);
    if (before != null) {
      before.before = null;
    }
    Reduction one =
        new Reduction(
            workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName(),
            seen.object(),
            left,
            before);
    open.put(uid, one);
    return one;
  }

  /** It was not handed over after all: what was noted before stands. */
  void withdraw(@Nullable Reduction one) {
    if (one != null && one.before != null) {
      open.replace(one.object.getMetadata().getUid(), one, one.before);
    } else {
      drop(one);
    }
  }

  /** The server has the object as it was. */
  void drop(@Nullable Reduction one) {
    if (one != null) {
      open.remove(one.object.getMetadata().getUid(), one);
    }
  }

  /**
   * The reduction that nobody has seen the end of, null when the object shows that there is none.
   */
  @Nullable Reduction of(ZoneObservation seen) {
    Reduction one = open.get(seen.object().getMetadata().getUid());
    if (one == null || one.isOf(seen.object())) {
      return one;
    }
    drop(one);
    return null;
  }

  /** What counts of a zone: no more than is left of it by what was handed over. */
  ZoneObservation counted(ZoneObservation seen) {
    Reduction one = of(seen);
    return one == null ? seen : seen.atMost(one.left);
  }

  /** Forgets an object that is gone. */
  void forget(String uid) {
    open.remove(uid);
  }

  /** Forgets a workload that is gone. */
  void forgetWorkload(String namespace, String name) {
    open.values().removeIf(one -> one.workload.equals(namespace + "/" + name));
  }
}
