package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One place where workloads can run. */
@JsonClassDescription(
    "AvailabilityZone is one place where workloads can run: its site, what can fail together with it, its capacity and"
        + " the nodes that realise it.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("availabilityzones")
@ShortNames("az")
@Categories("bleu")
@AdditionalPrinterColumn(
    name = "Provider",
    jsonPath = ".spec.provider",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Region", jsonPath = ".spec.region", type = Type.STRING)
@AdditionalPrinterColumn(name = "Site", jsonPath = ".spec.site", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(name = "State", jsonPath = ".spec.state", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Incident",
    jsonPath = ".metadata.annotations.placement\\.bleu\\.cloud/incident",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Healthy",
    jsonPath = ".status.conditions[?(@.type==\"Healthy\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Schedulable",
    jsonPath = ".status.conditions[?(@.type==\"Schedulable\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reachable",
    jsonPath = ".status.conditions[?(@.type==\"TargetReachable\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Cluster",
    jsonPath = ".spec.target.cluster.kubeconfigSecretRef.name",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Profile",
    jsonPath = ".spec.target.clusterProfile.name",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Karmada",
    jsonPath = ".spec.target.karmada.cluster",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Workloads",
    jsonPath = ".status.workloads",
    type = Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.provider")
@AdditionalSelectableField(jsonPath = ".spec.region")
@AdditionalSelectableField(jsonPath = ".spec.site")
@AdditionalSelectableField(jsonPath = ".spec.state")
@ValidationRule(
    value = "self.spec.provider == oldSelf.spec.provider || !(" + AvailabilityZone.IN_USE + ")",
    message =
        "provider does not change while workloads stand in the zone: drain it first, or declare another zone",
    fieldPath = ".spec.provider",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "self.spec.region == oldSelf.spec.region || !(" + AvailabilityZone.IN_USE + ")",
    message =
        "region does not change while workloads stand in the zone: drain it first, or declare another zone",
    fieldPath = ".spec.region",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "self.spec.site == oldSelf.spec.site || !(" + AvailabilityZone.IN_USE + ")",
    message =
        "site does not change while workloads stand in the zone: drain it first, or declare another zone",
    fieldPath = ".spec.site",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        AvailabilityZone.NODES_SELF
            + " == "
            + AvailabilityZone.NODES_BEFORE
            + " || "
            + AvailabilityZone.IN_CLUSTER_SELF
            + " != "
            + AvailabilityZone.IN_CLUSTER_BEFORE
            + " || !("
            + AvailabilityZone.IN_USE
            + ")",
    message =
        "target.nodeSelector does not change while workloads stand in the zone: drain it first, or declare another zone",
    fieldPath = ".spec.target",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "self.metadata.name.size() <= 63 && !self.metadata.name.contains('.')",
    message =
        "the name of a zone is at most 63 characters without dots: it becomes a label value and part of names")
public class AvailabilityZone extends CustomResource<AvailabilityZoneSpec, AvailabilityZoneStatus> {
  private static final long serialVersionUID = 1L;

  /**
   * The operator counts the workloads of a zone in its status, which no write of the spec can
   * change.
   */
  static final String IN_USE =
      "has(oldSelf.status) && has(oldSelf.status.workloads) && oldSelf.status.workloads > 0";

  static final String IN_CLUSTER_SELF =
      "(has(self.spec.target) && (has(self.spec.target.cluster) || has(self.spec.target.clusterProfile)))";

  static final String IN_CLUSTER_BEFORE =
      "(has(oldSelf.spec.target) && (has(oldSelf.spec.target.cluster) ||"
          + " has(oldSelf.spec.target.clusterProfile)))";

  /**
   * The selector of nodes. The Secret that leads to a cluster may have another name tomorrow: the
   * operator knows a cluster by its uid, and touches nothing in another one.
   */
  static final String NODES_SELF =
      "(has(self.spec.target) && has(self.spec.target.nodeSelector) ? self.spec.target.nodeSelector : {})";

  static final String NODES_BEFORE =
      "(has(oldSelf.spec.target) && has(oldSelf.spec.target.nodeSelector) ? oldSelf.spec.target.nodeSelector : {})";

  @Override
  protected AvailabilityZoneSpec initSpec() {
    return null;
  }

  @Override
  protected AvailabilityZoneStatus initStatus() {
    return null;
  }
}
