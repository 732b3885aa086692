package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;

/** What to run and what it requires. */
@ValidationRule(
    value =
        "!has(self.placement) || !has(self.placement.weights) || self.placement.weights.size() == 0 ||"
            + " !has(self.resilience) || !has(self.resilience.spread) || self.resilience.spread.size() == 0",
    message =
        "weights and spread contradict each other: keep one of placement.weights and resilience.spread",
    fieldPath = ".placement.weights")
public record BleuWorkloadSpec(
    @JsonPropertyDescription(
            "How many replicas over all zones. 0 is legal: nothing runs and no room is held.")
        @Default("1")
        @Min(0)
        @Max(100000)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription("What to run: exactly one of the ways below.") @Required
        WorkloadSource workload,
    @JsonPropertyDescription(
            "What it relies on and does not run: every enforced rule about providers and offerings holds for these too."
                + " An empty list says that there is nothing; absent says nothing.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Size(max = 64)
        @Schema(keys = "name")
        List<Dependency> dependencies,
    @JsonPropertyDescription(
            "The layers that the workload relies on; each must be in a qualified scope where a policy asks for a"
                + " qualification.")
        @Size(max = 4)
        @Schema(values = {"IaaS", "CaaS", "PaaS", "SaaS"})
        List<String> layers,
    @JsonPropertyDescription(
            "The provider's services that it uses; they must be offered in every zone it runs in.")
        @Size(max = 128)
        @Schema(each = Format.TOKEN)
        List<@Size(min = 1, max = 128) String> services,
    @JsonPropertyDescription("The classes of data that it handles. Policies apply by them.")
        @Required
        @Size(min = 1, max = 16)
        @Schema(
            values = {
              "Ordinary",
              "Sensitive",
              "Health",
              "SrenArt31",
              "II901Sensitive",
              "DiffusionRestreinte"
            })
        List<String> dataClasses,
    @JsonPropertyDescription(
            "SovereigntyPolicies that hold in addition to those that apply by selector, by name.")
        @Size(max = 32)
        @Schema(each = Format.NAME)
        List<@Size(min = 1, max = 253) String> policies,
    @JsonPropertyDescription("Where it may run, besides what policies say.") Residency residency,
    @JsonPropertyDescription("Which losses it survives, and how.") @Default("{}")
        Resilience resilience,
    @JsonPropertyDescription("How replicas are shared out among the allowed zones.") @Default("{}")
        Placement placement,
    @JsonPropertyDescription(
            "True freezes decisions and what was created: nothing is decided, nothing is changed.")
        @Default("false")
        Boolean suspend)
    implements ObjectPart {

  public BleuWorkloadSpec {
    replicas = UnmodifiableCopies.or(replicas, 1);
    dependencies = dependencies == null ? null : UnmodifiableCopies.list(dependencies);
    layers = UnmodifiableCopies.list(layers);
    services = UnmodifiableCopies.list(services);
    dataClasses = UnmodifiableCopies.list(dataClasses);
    policies = UnmodifiableCopies.list(policies);
    residency =
        UnmodifiableCopies.or(residency, new Residency(null, null, null, null, null, null, null));
    resilience =
        UnmodifiableCopies.or(
            resilience, new Resilience(null, null, null, null, null, null, null, null, null, null));
    placement =
        UnmodifiableCopies.or(placement, new Placement(null, null, null, null, null, null, null));
    suspend = UnmodifiableCopies.or(suspend, false);
  }
}
