package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends every change to who has to know: what can change a decision to the placement loop, what is
 * seen of children to the controller of their workload. Total: an exception would lose the event.
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

    /** A policy of admission came, changed or went: writes may be let pass that were not. */
    void admissionChanged();

    /** Writes in a namespace may be let pass that were not. */
    void mayWrite(String namespace);
  }

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
    if (object instanceof WorkloadPlacement placement) {
      seen(placement, after == null);
      return;
    }
    if (object instanceof PlacementGate gate) {
      seen(gate, after == null);
      return;
    }
    tell(before, after);
    boolean relevant =
        before == null || after == null
            ? Relevance.ofPresence(object)
            : Relevance.ofUpdate(before, after);
    if (isEntrance(object)) {
      if (relevant) {
        entrance(object);
      }
    } else if (isChild(before) || isChild(after)) {
      child(before, after == null);
      child(after, false);
    } else if (standsBy(object)) {
      if (relevant) {
        neighbour(object);
      }
    } else if (relevant) {
      mayRelieve(object, after == null);
      listener.wake();
    }
  }

  private void seen(WorkloadPlacement placement, boolean gone) {
    String namespace = placement.getMetadata().getNamespace();
    listener.placementSeen(
        new WorkloadId(namespace, placement.getMetadata().getName()),
        gone ? null : placement.getSpec());
    if (gone) {
      // A quota may have room for another one now.
      listener.mayWrite(namespace);
    }
  }

  private void seen(PlacementGate gate, boolean gone) {
    if (gate.getMetadata().getName().equals(PlacementGate.NAME)) {
      listener.gateSeen(gate.getMetadata().getNamespace(), gone ? null : gate.getSpec());
    }
  }

  /** Tells of what matters whether or not it can change a decision. */
  private void tell(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    if (after == null && before instanceof BleuWorkload) {
      listener.workloadGone(
          new WorkloadId(before.getMetadata().getNamespace(), before.getMetadata().getName()));
    }
    if (before instanceof Node && after instanceof Node && !sameLabels(before, after)) {
      listener.nodeRelabelled(after.getMetadata().getName());
    }
    if (before instanceof Pod || after instanceof Pod) {
      listener.podChanged((Pod) before, (Pod) after);
    }
  }

  private void neighbour(HasMetadata object) {
    listener.neighbourChanged(object.getMetadata().getNamespace());
    if (object instanceof Deployment) {
      listener.wake();
    }
  }

  /** What refused writes may be this: the policy, or the namespace that was about to go. */
  private void mayRelieve(HasMetadata object, boolean gone) {
    if (object instanceof ValidatingAdmissionPolicy
        || object instanceof ValidatingAdmissionPolicyBinding) {
      listener.admissionChanged();
    } else if (object instanceof Namespace && !gone) {
      listener.mayWrite(object.getMetadata().getName());
    }
  }

  private static boolean sameLabels(HasMetadata before, HasMetadata after) {
    return Objects.equals(before.getMetadata().getLabels(), after.getMetadata().getLabels());
  }

  private static boolean isEntrance(HasMetadata object) {
    return object instanceof Service
        || object instanceof Ingress
        || object instanceof GenericKubernetesResource;
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

  private static boolean standsBy(HasMetadata object) {
    return object instanceof Deployment
        || object instanceof StatefulSet
        || object instanceof PodDisruptionBudget
        || object instanceof NetworkPolicy;
  }

  private static boolean isChild(@Nullable HasMetadata object) {
    return object != null
        && (standsBy(object) || object instanceof Pod)
        && (Relevance.ours(object) || owner(object) != null);
  }

  /** By label, and by owner: a child whose label was removed is still one. */
  private void child(@Nullable HasMetadata object, boolean gone) {
    if (object == null) {
      return;
    }
    String namespace = object.getMetadata().getNamespace();
    Map<String, String> labels = object.getMetadata().getLabels();
    String byLabel = labels == null ? null : labels.get(Labels.WORKLOAD);
    String byOwner = owner(object);
    if (byLabel != null) {
      triggers.workload(new WorkloadId(namespace, byLabel));
    }
    if (byOwner != null && !byOwner.equals(byLabel)) {
      triggers.workload(new WorkloadId(namespace, byOwner));
    }
    String zone = labels == null ? null : labels.get(Labels.ZONE);
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
