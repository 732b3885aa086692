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

/** What a policy asks and of whom. */
public record SovereigntyPolicySpec(
    @JsonPropertyDescription(
            "What the policy governs. Absent or empty: every workload of every governed namespace. A workload can also"
                + " name a policy itself.")
        AppliesTo appliesTo,
    @JsonPropertyDescription("What is asked of the facts that the rules read.") Facts facts,
    @JsonPropertyDescription(
            "The rules. A policy with an invalid rule refuses every zone to what it governs.")
        @Required
        @Size(min = 1, max = 64)
        @Schema(keys = "name")
        List<PolicyRule> rules,
    @JsonPropertyDescription(
            "Names of the rules that a SovereigntyWaiver may set aside. Empty: none of them.")
        @Size(max = 64)
        @Schema(each = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        List<@Size(min = 1, max = 63) String> waivable,
    @JsonPropertyDescription("How long and how often a rule may be set aside for one workload.")
        WaiverLimits waiverLimits)
    implements ObjectPart {

  public SovereigntyPolicySpec {
    rules = UnmodifiableCopies.list(rules);
    waivable = UnmodifiableCopies.list(waivable);
  }

  /** Bounds of the waivers of a policy. */
  public record WaiverLimits(
      @JsonPropertyDescription("The most days from notBefore to expirationTime. Absent: any.")
          @Min(1)
          @Max(36500)
          Integer maxDays,
      @JsonPropertyDescription(
              "How many waivers of one rule and workload may follow the first one. Absent: any.")
          @Min(0)
          @Max(1000)
          Integer maxRenewals)
      implements ObjectPart {}

  /** Both parts must match. */
  public record AppliesTo(
      @JsonPropertyDescription("Labels of the namespaces. Absent: all.")
          LabelSelector namespaceSelector,
      @JsonPropertyDescription("Workloads with at least one of these classes of data. Empty: all.")
          @Size(max = 16)
          @Schema(
              values = {
                "Ordinary",
                "Sensitive",
                "Health",
                "SrenArt31",
                "II901Sensitive",
                "DiffusionRestreinte"
              })
          List<String> dataClasses)
      implements ObjectPart {
    public AppliesTo {
      dataClasses = UnmodifiableCopies.list(dataClasses);
    }
  }

  /** Age and basis of facts. */
  public record Facts(
      @JsonPropertyDescription(
              "The greatest age of a fact in days since its asOf. Absent: any age.")
          @Min(1)
          @Max(36500)
          Integer maxAgeDays,
      @JsonPropertyDescription("Days after maxAgeDays in which an aged fact is a warning only.")
          @Default("0")
          @Min(0)
          @Max(3650)
          Integer graceDays,
      @JsonPropertyDescription("The bases on which facts may rest. Empty: any.")
          @Size(max = 6)
          @Schema(
              values = {
                "RegulatorList",
                "SignedDocument",
                "Contract",
                "Observation",
                "Press",
                "Assumption"
              })
          List<String> acceptBasis)
      implements ObjectPart {
    public Facts {
      graceDays = UnmodifiableCopies.or(graceDays, 0);
      acceptBasis = UnmodifiableCopies.list(acceptBasis);
    }
  }

  /** One rule of the catalogue with what it is asked here, or one of the customer's own. */
  @ValidationRule(
      value = "has(self.rule) != has(self.expression)",
      message = "exactly one of rule and expression must be given",
      fieldPath = ".rule")
  @ValidationRule(
      value = "has(self.expression) || !has(self.message)",
      message = "message belongs to an expression: a rule of the catalogue has its own",
      fieldPath = ".message")
  @ValidationRule(
      value = "has(self.expression) || !has(self.requirements) || self.requirements.size() == 0",
      message = "requirements belong to an expression: a rule of the catalogue has its own",
      fieldPath = ".requirements")
  @ValidationRule(
      value = "has(self.rule) || !has(self.parameters)",
      message = "parameters belong to a rule of the catalogue: an expression takes none",
      fieldPath = ".parameters")
  public record PolicyRule(
      @JsonPropertyDescription("The name of this entry, unique within the policy.")
          @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 63)
          String name,
      @JsonPropertyDescription(
              "The rule of the catalogue; `bleu rules` lists them with their parameters. Either this or expression.")
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 63)
          String rule,
      @JsonPropertyDescription(
              "A rule of your own in CEL: what must be true of a workload and a zone. It reads workload, zone,"
                  + " provider, offerings and now; a field that is not stated makes the answer Unknown. `bleu rules"
                  + " --try` shows its answers.")
          @Size(min = 1, max = 2048)
          String expression,
      @JsonPropertyDescription(
              "A CEL expression that gives the text to show where the expression is false. Absent: the expression.")
          @Size(min = 1, max = 1024)
          String message,
      @JsonPropertyDescription(
              "What the expression serves, by your own judgement: shown as claimed:ID, never counted as checked.")
          @Size(max = 16)
          List<@Pattern("^[A-Za-z0-9][-A-Za-z0-9._]*$") @Size(min = 1, max = 24) String>
              requirements,
      @JsonPropertyDescription(
              "Enforce excludes a zone that fails, Warn shows it, Audit records it.")
          @Default("Enforce")
          @Schema(values = {"Enforce", "Warn", "Audit"})
          String action,
      @JsonPropertyDescription(
              "What happens to replicas that run in breach: Report shows it, Rebalance moves them within the budget,"
                  + " MoveNow moves them at once, the replacement first.")
          @Default("Report")
          @Schema(values = {"Report", "Rebalance", "MoveNow"})
          String onViolation,
      @JsonPropertyDescription(
              "The parameters of the rule; unknown or malformed ones make the policy not Ready, and the chart's admission refuses them.")
          @Size(max = 32)
          @PreserveUnknownFields
          Map<String, Object> parameters)
      implements ObjectPart {
    public PolicyRule {
      action = UnmodifiableCopies.or(action, "Enforce");
      onViolation = UnmodifiableCopies.or(onViolation, "Report");
      parameters = UnmodifiableCopies.map(parameters);
      requirements = UnmodifiableCopies.list(requirements);
    }
  }
}
