package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a BleuWorkload runs: exactly one of the components but the companions is not null. */
@ValidationRule(
    value =
        "[has(self.deployment), has(self.statefulSet), has(self.deploymentRef), has(self.pods),"
            + " has(self.karmada), has(self.external)].filter(x, x).size() == 1",
    message =
        "give exactly one of deployment, statefulSet, deploymentRef, pods, karmada and external")
@ValidationRule(
    value =
        "has(self.deployment) == has(oldSelf.deployment) && has(self.statefulSet) == has(oldSelf.statefulSet) &&"
            + " has(self.deploymentRef) == has(oldSelf.deploymentRef) && has(self.pods) =="
            + " has(oldSelf.pods) && has(self.karmada) == has(oldSelf.karmada) && has(self.external)"
            + " == has(oldSelf.external)",
    message =
        "the kind of workload does not change: create another BleuWorkload and delete this one",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "!has(self.companions) || self.companions.size() == 0 || has(self.deployment) ||"
            + " has(self.statefulSet) || has(self.deploymentRef)",
    message =
        "companions go along with deployment, statefulSet and deploymentRef only; Karmada propagates"
            + " what a template mentions by itself: set propagateDeps in its policy",
    fieldPath = ".companions")
public record WorkloadSource(
    @JsonPropertyDescription("One Deployment for every zone of the decision.")
        DeploymentSource deployment,
    @JsonPropertyDescription(
            "One StatefulSet for every zone of the decision, with ordinals that do not overlap.")
        StatefulSetSource statefulSet,
    @JsonPropertyDescription(
            "An existing Deployment of the namespace is the template, so that charts need no rewriting. Deleting the"
                + " BleuWorkload restores its replicas.")
        DeploymentRef deploymentRef,
    @JsonPropertyDescription(
            "Pods that others create, such as those of Jobs and of databases' operators: in a namespace that enforces,"
                + " each waits until it has a zone of the decision. Nothing is created.")
        Pods pods,
    @JsonPropertyDescription(
            "What Karmada brings to its clusters: the operator is the scheduler of the binding, and writes its clusters."
                + " Nothing is created, and what Karmada propagates stays as it is.")
        Karmada karmada,
    @JsonPropertyDescription("Decided and published; another controller realises it.")
        External external,
    @JsonPropertyDescription(
            "Objects of the namespace that go along to each other cluster that holds the workload: copied, kept equal,"
                + " and removed with it. In the cluster of the workload they are what they are.")
        @Size(max = 64)
        @Schema(keys = {"kind", "name"})
        List<Companion> companions)
    implements ObjectPart {

  public WorkloadSource {
    companions = UnmodifiableCopies.list(companions);
  }

  /** The Deployment of the namespace that is the template, by name; null where none is. */
  public @Nullable String template() {
    return deploymentRef != null
        ? deploymentRef.name()
        : karmada != null && karmada.bindingOf() != null ? karmada.bindingOf().name() : null;
  }

  /** Pods of a Deployment. */
  @ValidationRule(
      value = "self.minReadySeconds < self.progressDeadlineSeconds",
      message =
          "minReadySeconds is not less than progressDeadlineSeconds: no rollout could end in time",
      fieldPath = ".minReadySeconds")
  public record DeploymentSource(
      @JsonPropertyDescription(
              "The pod template, as in a Deployment. The API server checks it by a dry run before anything is created."
                  + " Its containers must state requests.")
          @Required
          @PreserveUnknownFields
          Map<String, Object> template,
      @JsonPropertyDescription("How pods are replaced, as in a Deployment.")
          @Nullable Strategy strategy,
      @JsonPropertyDescription(
              "Seconds for which a new pod must be ready before it counts as available.")
          @Default("0")
          @Min(0)
          @Max(86400)
          Integer minReadySeconds,
      @JsonPropertyDescription(
              "Seconds after which a rollout that makes no progress counts as failed.")
          @Default("600")
          @Min(1)
          @Max(86400)
          Integer progressDeadlineSeconds)
      implements ObjectPart {
    public DeploymentSource {
      template = UnmodifiableCopies.or(template, Map.of());
      minReadySeconds = UnmodifiableCopies.or(minReadySeconds, 0);
      progressDeadlineSeconds = UnmodifiableCopies.or(progressDeadlineSeconds, 600);
    }
  }

  /** How the Deployment of a zone replaces its pods. */
  public record Strategy(
      @JsonPropertyDescription(
              "RollingUpdate starts a new pod before an old one ends. Recreate ends the old pods of a zone first: no more"
                  + " pods run than are decided, and while a zone rolls out it has none.")
          @Default("RollingUpdate")
          @Schema(values = {"RollingUpdate", "Recreate"})
          String type)
      implements ObjectPart {
    public Strategy {
      type = UnmodifiableCopies.or(type, "RollingUpdate");
    }
  }

  /** Pods of a StatefulSet. */
  @ValidationRule(
      value =
          "has(self.serviceName) == has(oldSelf.serviceName) && (!has(self.serviceName) || self.serviceName =="
              + " oldSelf.serviceName)",
      message = "serviceName does not change: a StatefulSet cannot take another one",
      fieldPath = ".serviceName",
      reason = "FieldValueForbidden")
  @ValidationRule(
      value = "self.podManagementPolicy == oldSelf.podManagementPolicy",
      message = "podManagementPolicy does not change: a StatefulSet cannot take another one",
      fieldPath = ".podManagementPolicy",
      reason = "FieldValueForbidden")
  public record StatefulSetSource(
      @JsonPropertyDescription(
              "The pod template, as in a StatefulSet. The API server checks it by a dry run before anything is"
                  + " created. Its containers must state requests.")
          @Required
          @PreserveUnknownFields
          Map<String, Object> template,
      @JsonPropertyDescription("The headless Service that governs the network names.")
          @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 63)
          String serviceName,
      @JsonPropertyDescription(
              "Claims for every pod, as in a StatefulSet. Volumes are kept when pods go.")
          @Size(max = 32)
          @Schema(atomic = true)
          @PreserveUnknownFields
          List<Map<String, Object>> volumeClaimTemplates,
      @JsonPropertyDescription(
              "Ordinals of before, for a workload that is created again after a deletion or a restore: the"
                  + " formerOrdinals of its last WorkloadPlacement, then those of its assignments. Each zone and each"
                  + " ordinalsStart, a multiple of 100000, stands there once. Replicas with volumes come there,"
                  + " to the last of the list first, or stay down. It counts only until the first decision: afterwards the decision says which"
                  + " ordinals a zone has.")
          @Size(max = Format.ZONES)
          @Schema(atomic = true)
          List<OrdinalBlock> formerOrdinals,
      @JsonPropertyDescription(
              "OrderedReady starts the pods of a zone one after the other, each once the one before is ready; Parallel"
                  + " starts them at once. Rollouts go pod by pod with both.")
          @Default("OrderedReady")
          @Schema(values = {"OrderedReady", "Parallel"})
          String podManagementPolicy,
      @JsonPropertyDescription(
              "Seconds for which a new pod must be ready before it counts as available.")
          @Default("0")
          @Min(0)
          @Max(86400)
          Integer minReadySeconds)
      implements ObjectPart {
    public StatefulSetSource {
      template = UnmodifiableCopies.or(template, Map.of());
      volumeClaimTemplates = UnmodifiableCopies.list(volumeClaimTemplates);
      formerOrdinals = UnmodifiableCopies.list(formerOrdinals);
      podManagementPolicy = UnmodifiableCopies.or(podManagementPolicy, "OrderedReady");
      minReadySeconds = UnmodifiableCopies.or(minReadySeconds, 0);
    }
  }

  /** An existing Deployment as template. */
  @ValidationRule(
      value = "self.name == oldSelf.name",
      message =
          "the Deployment referred to does not change: create another BleuWorkload and delete this one",
      fieldPath = ".name",
      reason = "FieldValueForbidden")
  public record DeploymentRef(
      @JsonPropertyDescription("The Deployment, in the same namespace.")
          @Required
          @Pattern(Format.NAME)
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription(
              "OnSuccess scales the Deployment to 0 once the replicas of the decision are available; Never leaves it as"
                  + " it is.")
          @Default("OnSuccess")
          @Schema(values = {"OnSuccess", "Never"})
          String scaleDown)
      implements ObjectPart {
    public DeploymentRef {
      scaleDown = UnmodifiableCopies.or(scaleDown, "OnSuccess");
    }
  }

  /** Pods that others create. */
  @ValidationRule(
      value =
          "(has(self.selector.matchLabels) && size(self.selector.matchLabels) > 0) ||"
              + " (has(self.selector.matchExpressions) && size(self.selector.matchExpressions) > 0)",
      message = "an empty selector selects every pod: name a label that only these pods carry",
      fieldPath = ".selector")
  public record Pods(
      @JsonPropertyDescription(
              "Which pods of the namespace. One that several workloads select belongs to the first of them by name.")
          @Required
          LabelSelector selector,
      @JsonPropertyDescription("What one pod asks, by resource; room is held for replicas of them.")
          @Required
          @Size(min = 1, max = Format.RESOURCES)
          @Schema(intOrString = true, each = Format.QUANTITY)
          Map<String, @Size(max = 32) String> requests)
      implements ObjectPart {
    public Pods {
      requests = UnmodifiableCopies.map(requests);
    }
  }

  /** What Karmada carries out. */
  public record Karmada(
      @JsonPropertyDescription(
              "What is propagated. Its ResourceBinding has to name the scheduler bleu: set schedulerName in the"
                  + " PropagationPolicy that selects it.")
          @Required
          BindingOf bindingOf)
      implements ObjectPart {}

  /** An object that a ResourceBinding is about. */
  @ValidationRule(
      value = "self.kind == oldSelf.kind && self.name == oldSelf.name",
      message =
          "what is propagated does not change: create another BleuWorkload and delete this one",
      fieldPath = ".name",
      reason = "FieldValueForbidden")
  public record BindingOf(
      @JsonPropertyDescription("Deployment: what one replica asks is read of its template.")
          @Required
          @Schema(values = {"Deployment"})
          String kind,
      @JsonPropertyDescription("Its name, in the same namespace.")
          @Required
          @Pattern(Format.NAME)
          @Size(min = 1, max = 253)
          String name)
      implements ObjectPart {}

  /** Something that is decided here and realised elsewhere. */
  @ValidationRule(
      value = "self.kind == oldSelf.kind",
      message = "the kind of an external workload does not change",
      fieldPath = ".kind",
      reason = "FieldValueForbidden")
  public record External(
      @JsonPropertyDescription(
              "VM, ManagedService or SaaS: what another controller realises where it was decided.")
          @Required
          @Schema(values = {"VM", "ManagedService", "SaaS"})
          String kind,
      @JsonPropertyDescription("What one replica asks, by resource.")
          @Required
          @Size(min = 1, max = Format.RESOURCES)
          @Schema(intOrString = true, each = Format.QUANTITY)
          Map<String, @Size(max = 32) String> requests)
      implements ObjectPart {
    public External {
      requests = UnmodifiableCopies.map(requests);
    }
  }
}
