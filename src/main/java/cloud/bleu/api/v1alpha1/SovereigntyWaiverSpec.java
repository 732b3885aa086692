package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is set aside, for which workload, for how long, and who says so. */
@ValidationRule(
    value = "timestamp(self.notBefore) < timestamp(self.expirationTime)",
    message = "notBefore is not before expirationTime",
    fieldPath = ".expirationTime")
@ValidationRule(
    value =
        "!has(self.approvedBy) || self.approvedBy == '' || (has(self.requestedBy) && self.requestedBy != '' &&"
            + " self.requestedBy != self.approvedBy)",
    message = "a waiver is requested by one person and approved by another one",
    fieldPath = ".approvedBy")
@ValidationRule(
    value = "!has(self.approvedStatement) || (has(self.approvedBy) && self.approvedBy != '')",
    message = "approvedStatement is written by who approves, together with approvedBy",
    fieldPath = ".approvedStatement")
public record SovereigntyWaiverSpec(
    @JsonPropertyDescription(
            "The SovereigntyPolicy that states the rule. It must list the rule in spec.waivable, and so must every other"
                + " policy that enforces the same rule on the workload.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String policyRef,
    @JsonPropertyDescription("The name of the rule, as the policy states it in spec.rules.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 63)
        String rule,
    @JsonPropertyDescription("The BleuWorkload of this namespace that it is for.") @Required
        WorkloadRef workloadRef,
    @JsonPropertyDescription("The AvailabilityZones that it is for. Empty: all.")
        @Size(max = Format.ZONES)
        @Schema(each = Format.NAME)
        List<@Size(min = 1, max = 63) String> zones,
    @JsonPropertyDescription("Why the rule may be set aside, for those who read the decision.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("The first instant at which it is in force, RFC 3339.")
        @Required
        @Size(max = 64)
        @Schema(format = "date-time")
        String notBefore,
    @JsonPropertyDescription("The first instant at which it no longer is, RFC 3339.")
        @Required
        @Size(max = 64)
        @Schema(format = "date-time")
        String expirationTime,
    @JsonPropertyDescription("The user who asks for it.") @Size(max = 253) String requestedBy,
    @JsonPropertyDescription(
            "The user who approves it, another one than requestedBy; `bleu waivers approve` writes it. Absent: it is not"
                + " in force.")
        @Size(max = 253)
        String approvedBy,
    @JsonPropertyDescription(
            "Digest of the rule as its policy stated it when approvedBy approved; `bleu waivers approve` writes it. Given: the"
                + " waiver is not in force where the policy states the rule otherwise. Absent: it is in force however the"
                + " policy states it.")
        @Pattern(Format.DIGEST)
        @Size(max = 71)
        String approvedStatement)
    implements ObjectPart {

  public SovereigntyWaiverSpec {
    zones = UnmodifiableCopies.list(zones);
  }

  /** One workload, and the object that it was when the waiver was written. */
  public record WorkloadRef(
      @JsonPropertyDescription("Name of the BleuWorkload.")
          @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 63)
          String name,
      @JsonPropertyDescription(
              "Its uid. Given: the waiver is not for another workload of the same name.")
          @Size(max = 36)
          String uid)
      implements ObjectPart {}
}
