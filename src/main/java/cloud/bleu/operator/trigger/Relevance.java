package cloud.bleu.operator.trigger;

import cloud.bleu.affinity.NodeTaints;
import cloud.bleu.affinity.PodPhase;
import cloud.bleu.affinity.RequiredNodeAffinity;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.status.ZoneStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a change of an object can change a decision. Pure and total: when in doubt it can. */
public final class Relevance {

  /** What of the objects of a kind decisions rest on; of all other kinds {@link #meta}. */
  private static final List<Reading<?>> READINGS =
      List.of(
          new Reading<>(Node.class, Relevance::node),
          new Reading<>(Pod.class, Relevance::pod),
          new Reading<>(Service.class, Relevance::service),
          new Reading<>(Ingress.class, Ingress::getSpec),
          new Reading<>(
              GenericKubernetesResource.class,
              route -> route.getAdditionalProperties().get("spec")),
          new Reading<>(AvailabilityZone.class, zone -> List.of(meta(zone), recorded(zone))),
          new Reading<>(ResilienceDrill.class, drill -> List.of(meta(drill), dates(drill))));

  private record Reading<T>(Class<T> kind, Function<T, @Nullable Object> what) {
    boolean differs(Object before, Object after) {
      return !Objects.equals(what.apply(kind.cast(before)), what.apply(kind.cast(after)));
    }
  }

  private Relevance() {}

  /** Whether the new state can lead to another decision than the old one. */
  public static boolean ofUpdate(HasMetadata before, HasMetadata after) {
    for (Reading<?> reading : READINGS) {
      if (reading.kind.isInstance(before) && reading.kind.isInstance(after)) {
        return reading.differs(before, after);
      }
    }
    return !meta(before).equals(meta(after));
  }

  /** Whether coming or going of this object can matter. */
  public static boolean ofPresence(HasMetadata object) {
    return !(object instanceof Pod p) || !pod(p).isEmpty();
  }

  /** What the zone of a pod that somebody else created depends on; empty when it takes no part. */
  public static String ofOther(@Nullable Pod pod) {
    if (pod == null || !PodAssignments.stands(pod)) {
      return "";
    }
    boolean waits = PodAssignments.waits(pod);
    return pod.getMetadata().getUid()
        + waits
        + PodAssignments.node(pod)
        + pod.getMetadata().getLabels()
        + (waits ? RequiredNodeAffinity.of(pod.getSpec()) : "")
        + requests(pod.getSpec());
  }

  /** Where a pod takes how much room, whoever created it; empty when it takes none. */
  public static String ofRoom(Pod pod) {
    boolean bound = pod.getSpec() != null && pod.getSpec().getNodeName() != null;
    return PodPhase.isOver(pod) || !bound
        ? ""
        : pod.getSpec().getNodeName() + requests(pod.getSpec());
  }

  /** Whether the object carries the label of the operator's own children. */
  public static boolean ours(HasMetadata object) {
    return object.getMetadata().getLabels() != null
        && object.getMetadata().getLabels().containsKey(Labels.WORKLOAD);
  }

  private static List<Object> meta(HasMetadata object) {
    var meta = object.getMetadata();
    List<Object> parts = new ArrayList<>();
    parts.add(Objects.toString(meta.getUid()));
    parts.add(Objects.toString(meta.getGeneration()));
    parts.add(Objects.toString(meta.getLabels()));
    parts.add(Objects.toString(object instanceof Deployment ? null : meta.getAnnotations()));
    parts.add(Objects.toString(meta.getDeletionTimestamp()));
    if (meta.getGeneration() == null) {
      // Kinds without a generation: any new version may matter.
      parts.add(Objects.toString(meta.getResourceVersion()));
    }
    return parts;
  }

  /** What was recorded of its state, health and losses: a later pass rests on it. */
  private static String recorded(AvailabilityZone zone) {
    if (zone.getStatus() != null) {
      String recorded =
          zone.getStatus().health()
              + ""
              + zone.getStatus().returned()
              + zone.getStatus().observedLosses();
      for (Condition c : zone.getStatus().conditions()) {
        if ("Schedulable".equals(c.getType()) || ZoneStatus.VIEW_IN_DOUBT.equals(c.getType())) {
          recorded += c.getType() + c.getStatus() + c.getLastTransitionTime();
        }
      }
      return recorded;
    }
    return "";
  }

  /** When it ran and when it runs: the loop sleeps until then. Which zones a live run takes. */
  private static String dates(ResilienceDrill drill) {
    ResilienceDrillStatus status = drill.getStatus();
    if (status == null) {
      return "";
    }
    ResilienceDrillStatus.Live live = status.live();
    return status.lastPassed()
        + " "
        + status.nextRun()
        + (live == null ? "" : " " + live.phase() + live.began() + live.closes() + live.zones());
  }

  /** Which pods it leads to, on which ports, and whether from outside. */
  private static List<Object> service(Service service) {
    ServiceSpec spec = service.getSpec() == null ? new ServiceSpec() : service.getSpec();
    List<Object> parts = new ArrayList<>();
    parts.add(Objects.toString(spec.getType()));
    parts.add(Objects.toString(spec.getClusterIP()));
    parts.add(Objects.toString(spec.getSelector()));
    parts.add(Objects.toString(spec.getPorts()));
    parts.add(Objects.toString(spec.getExternalIPs()));
    parts.add(Objects.toString(spec.getExternalName()));
    return parts;
  }

  private static List<Object> node(Node node) {
    List<Object> parts = new ArrayList<>();
    parts.add(Objects.toString(node.getMetadata().getLabels()));
    if (node.getSpec() != null) {
      parts.add(Objects.toString(node.getSpec().getUnschedulable()));
      parts.add(Objects.toString(NodeTaints.standing(node)));
    }
    if (node.getStatus() != null) {
      parts.add(Objects.toString(node.getStatus().getAllocatable()));
      for (NodeCondition c : node.getStatus().getConditions()) {
        if ("Ready".equals(c.getType())) {
          parts.add(c.getStatus() + c.getLastTransitionTime());
        }
      }
    }
    return parts;
  }

  /** Where a pod that is not ours takes how much room; empty for all others. */
  private static String pod(Pod pod) {
    return ours(pod) ? "" : ofRoom(pod);
  }

  /** They change while a pod runs, since pods are resized in place. */
  private static String requests(PodSpec spec) {
    StringBuilder requests = new StringBuilder().append(spec.getResources());
    spec.getContainers().forEach(c -> requests.append(c.getResources()));
    spec.getInitContainers().forEach(c -> requests.append(c.getResources()));
    return requests.toString();
  }
}
