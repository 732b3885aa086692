package cloud.bleu.operator.routing;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends every change to whom it concerns: what can change a decision to the placement loop, what is
 * seen of children to the controller of their workload. It never throws: an exception would lose
 * the event.
 */
public final class EventRouter implements Caches.Watcher {

  private final Triggers triggers;
  private final Listener listener;

  /** Who is told, besides the controllers. */
  interface Listener {
    /** Something changed that can change a decision. */
    void wake();

    /** A WorkloadPlacement came, changed or, with null, went. */
    void placementSeen(WorkloadId id, @Nullable WorkloadPlacementSpec spec);

    /** A PlacementGate came, changed or, with null, went. */
    void gateSeen(String namespace, @Nullable PlacementGateSpec spec);

    /** An object that stood by the workloads of a namespace came, changed or went. */
    void neighbourChanged(String namespace);

    /** A Service came, changed or went. */
    void serviceChanged(String namespace, String name);

    /** What may lead to the pods of a namespace from outside came, changed or went. */
    void entranceChanged(String namespace);

    /** A node has other labels than before: which zone it is of may be another one. */
    void nodeRelabelled(String name);

    /** A pod came, changed or went; one of both is there. */
    void podChanged(@Nullable Pod before, @Nullable Pod after);

    /** A BleuWorkload is gone: it holds no zone any more. */
    void workloadGone(WorkloadId id);

    /** An object is gone. */
    void gone(String uid);

    /** Writes that were refused are to be tried again: an admission policy changed. */
    void retryRefused();

    /** Writes that were refused in a namespace are to be tried again: something changed there. */
    void retryRefused(String namespace);
  }

  /**
   * @param triggers of the controllers
   * @param listener told of what can change a decision, and of placements and gates
   */
  public EventRouter(Triggers triggers, Listener listener) {
    this.triggers = triggers;
    this.listener = listener;
  }

  @Override
  public void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    HasMetadata object = after != null ? after : before;
    if (object == null) {
      return;
    }
    boolean gone = after == null;
    switch (KindRole.of(object)) {
      case DECISION -> seen((WorkloadPlacement) object, gone);
      case GATE -> seen((PlacementGate) object, gone);
      case POD -> pod((Pod) before, (Pod) after);
      case NEIGHBOUR -> {
        if (isChild(before) || isChild(after)) {
          child(before, gone);
          child(after, false);
        } else if (isRelevant(before, after)) {
          neighbour(object);
        }
      }
      case ENTRANCE -> {
        if (isRelevant(before, after)) {
          entrance(object);
        }
      }
      case WORKLOAD -> {
        if (gone) {
          listener.workloadGone(ObjectRef.workload(object));
        }
        wake(before, after);
      }
      case NODE -> {
        if (before != null && after != null && !sameLabels(before, after)) {
          listener.nodeRelabelled(after.getMetadata().getName());
        }
        wake(before, after);
      }
      case ADMISSION -> {
        if (isRelevant(before, after)) {
          // What refused writes may be this.
          listener.retryRefused();
          listener.wake();
        }
      }
      case NAMESPACE -> {
        if (isRelevant(before, after)) {
          if (!gone) {
            // What refused writes may be that it was about to go.
            listener.retryRefused(object.getMetadata().getName());
          }
          listener.wake();
        }
      }
      case FACT -> wake(before, after);
    }
  }

  private static boolean isRelevant(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    if (before != null && after != null) {
      return Relevance.ofUpdate(before, after);
    }
    HasMetadata object = after != null ? after : before;
    return object != null && Relevance.ofPresence(object);
  }

  /** Has decisions be taken anew if this can change any. */
  private void wake(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    if (isRelevant(before, after)) {
      listener.wake();
    }
  }

  private void pod(@Nullable Pod before, @Nullable Pod after) {
    listener.podChanged(before, after);
    if (isChild(before) || isChild(after)) {
      child(before, after == null);
      child(after, false);
    } else {
      wake(before, after);
    }
  }

  private void seen(WorkloadPlacement placement, boolean gone) {
    String namespace = placement.getMetadata().getNamespace();
    listener.placementSeen(ObjectRef.workload(placement), gone ? null : placement.getSpec());
    if (gone) {
      // A quota may have room for another one now.
      listener.retryRefused(namespace);
    }
  }

  private void seen(PlacementGate gate, boolean gone) {
    if (gate.getMetadata().getName().equals(PlacementGate.NAME)) {
      listener.gateSeen(gate.getMetadata().getNamespace(), gone ? null : gate.getSpec());
    }
  }

  private void neighbour(HasMetadata object) {
    listener.neighbourChanged(object.getMetadata().getNamespace());
    if (object instanceof Deployment) {
      listener.wake();
    }
  }

  private static boolean sameLabels(HasMetadata before, HasMetadata after) {
    return Objects.equals(before.getMetadata().getLabels(), after.getMetadata().getLabels());
  }

  private void entrance(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    if (object instanceof GenericKubernetesResource) {
      // Its rules, or the grants, say which namespaces it leads to.
      listener.wake();
    } else if (object instanceof Service) {
      listener.serviceChanged(namespace, object.getMetadata().getName());
    } else {
      listener.entranceChanged(namespace);
    }
  }

  private static boolean isChild(@Nullable HasMetadata object) {
    return object != null && (Relevance.ours(object) || owner(object) != null);
  }

  /** By label, and by owner: a child whose label was removed is still one. */
  private void child(@Nullable HasMetadata object, boolean gone) {
    if (object == null) {
      return;
    }
    String namespace = object.getMetadata().getNamespace();
    String byLabel = ObjectLabels.get(object, ObjectLabels.WORKLOAD);
    String byOwner = owner(object);
    if (byLabel != null) {
      triggers.workload(new WorkloadId(namespace, byLabel));
    }
    if (byOwner != null && !byOwner.equals(byLabel)) {
      triggers.workload(new WorkloadId(namespace, byOwner));
    }
    String zone = ObjectLabels.get(object, ObjectLabels.ZONE);
    if (gone && !(object instanceof Pod)) {
      listener.gone(object.getMetadata().getUid());
      if (zone != null) {
        triggers.zone(zone);
      }
    }
  }

  private static @Nullable String owner(HasMetadata object) {
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if ("BleuWorkload".equals(owner.getKind())) {
        return owner.getName();
      }
    }
    return null;
  }
}
