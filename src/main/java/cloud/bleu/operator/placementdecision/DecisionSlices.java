package cloud.bleu.operator.placementdecision;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ClusterProfileRef;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The PlacementDecisions of one workload: the ClusterProfiles of the zones that it has replicas in.
 * Source: {@code apis/v1alpha1/placementdecision_types.go} of sigs.k8s.io/cluster-inventory-api
 * 0.1.3.
 */
final class DecisionSlices {

  private static final String GROUP = "multicluster.x-k8s.io";

  /** Version of the kind that is written. */
  static final String VERSION = "v1alpha1";

  static final String KIND = "PlacementDecision";

  static final ResourceDefinitionContext CONTEXT =
      new ResourceDefinitionContext.Builder()
          .withGroup(GROUP)
          .withVersion(VERSION)
          .withKind(KIND)
          .withPlural("placementdecisions")
          .withNamespaced(true)
          .build();

  /** Name of the CRD. */
  static final String CRD = "placementdecisions." + GROUP;

  /** A label with one value on all objects of a decision. */
  static final String DECISION = GROUP + "/decision-key";

  /** The workload of a decision. */
  static final String WORKLOAD = GROUP + "/placement-key";

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String OURS = "bleu";

  /** The most clusters that one object takes. */
  static final int MOST = 100;

  private static final String OWNER = HasMetadata.getKind(BleuWorkload.class);

  private DecisionSlices() {}

  /**
   * The objects as they should be, none where no replica is in a cluster of the inventory. The
   * first has the name of the workload, others a dot and their number after it: no workload has a
   * dot in its name.
   *
   * @param uid of the workload
   * @param profiles of zones that are in such clusters, by zone
   */
  static List<GenericKubernetesResource> of(
      WorkloadId id,
      String uid,
      List<Assignment> assignments,
      Map<String, ClusterProfileRef> profiles) {
    SortedMap<String, List<String>> zones = new TreeMap<>();
    Map<String, ClusterProfileRef> clusters = new TreeMap<>();
    for (Assignment one : assignments) {
      ClusterProfileRef profile = profiles.get(one.zone());
      if (profile != null && one.replicas() > 0) {
        zones.computeIfAbsent(profile.id(), key -> new ArrayList<>()).add(one.zone());
        clusters.put(profile.id(), profile);
      }
    }
    List<Map<String, Object>> decisions = new ArrayList<>();
    zones.forEach(
        (key, some) ->
            decisions.add(decision(id, Objects.requireNonNull(clusters.get(key)), some)));
    List<GenericKubernetesResource> slices = new ArrayList<>();
    for (int from = 0; from < decisions.size(); from += MOST) {
      int number = from / MOST;
      slices.add(
          slice(
              id,
              uid,
              number == 0 ? id.name() : id.name() + "." + number,
              List.copyOf(decisions.subList(from, Math.min(from + MOST, decisions.size())))));
    }
    return slices;
  }

  private static Map<String, Object> decision(
      WorkloadId id, ClusterProfileRef profile, List<String> zones) {
    return Map.of(
        "clusterProfileRef",
        Map.of("name", profile.name(), "namespace", profile.namespace()),
        "reason",
        (zones.size() == 1 ? "zone " : "zones ")
            + String.join(", ", zones.stream().sorted().toList())
            + "; how many replicas, and why there: WorkloadPlacement "
            + id.name());
  }

  private static GenericKubernetesResource slice(
      WorkloadId id, String uid, String name, List<Map<String, Object>> decisions) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(GROUP + "/" + VERSION);
    object.setKind(KIND);
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(id.namespace())
            .withName(name)
            .addToLabels(MANAGED_BY, OURS)
            .addToLabels(DECISION, uid)
            .addToLabels(WORKLOAD, id.name())
            .addNewOwnerReference()
            .withApiVersion(HasMetadata.getApiVersion(BleuWorkload.class))
            .withKind(OWNER)
            .withName(id.name())
            .withUid(uid)
            .endOwnerReference()
            .build());
    object.setAdditionalProperty("decisions", decisions);
    object.setAdditionalProperty("schedulerName", OURS);
    return object;
  }

  /** The uid of the workload that an object of ours is for; null where it is somebody else's. */
  static @Nullable String workload(HasMetadata object) {
    return OURS.equals(ObjectLabels.get(object, MANAGED_BY)) ? owner(object) : null;
  }

  private static @Nullable String owner(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(
            owner ->
                OWNER.equals(owner.getKind())
                    && HasMetadata.getApiVersion(BleuWorkload.class).equals(owner.getApiVersion()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse(null);
  }

  /** Whether an object belongs to the same workload, whatever its labels say. */
  static boolean isOwnedAsIn(HasMetadata object, GenericKubernetesResource wanted) {
    String owner = owner(object);
    return owner != null && owner.equals(owner(wanted));
  }

  /** Whether an object says what it should. */
  static boolean isAs(GenericKubernetesResource object, GenericKubernetesResource wanted) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null
        && labels.entrySet().containsAll(wanted.getMetadata().getLabels().entrySet())
        && wanted.getAdditionalProperties().equals(said(object))
        && object
            .getMetadata()
            .getOwnerReferences()
            .equals(wanted.getMetadata().getOwnerReferences());
  }

  private static Map<String, Object> said(GenericKubernetesResource object) {
    Map<String, Object> said = new TreeMap<>(object.getAdditionalProperties());
    said.keySet().retainAll(List.of("decisions", "schedulerName"));
    return said;
  }
}
