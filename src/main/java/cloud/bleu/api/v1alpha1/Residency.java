package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where a workload may run. */
public record Residency(
    @JsonPropertyDescription(
            "Countries of the zones, ISO 3166-1 alpha-2, or the sets EU and EEA. Empty: any.")
        @Size(max = 64)
        @Schema(each = Format.COUNTRY_OR_SET)
        List<@Size(min = 2, max = 3) String> countries,
    @JsonPropertyDescription("CloudProviders by name.") Filter providers,
    @JsonPropertyDescription("Regions by identifier.") Filter regions,
    @JsonPropertyDescription("AvailabilityZones by name.") Filter zones,
    @JsonPropertyDescription(
            "Who may hold the keys of the storage classes that the template claims. Empty: anybody.")
        @Size(max = 4)
        @Schema(values = {"Provider", "CustomerInProviderHSM", "CustomerExternal", "ThirdPartyEU"})
        List<String> keyCustody,
    @JsonPropertyDescription(
            "The registries that every image of the template comes from, as host, host:port or host/path. Empty: any.")
        @Size(max = 64)
        @Schema(each = Format.REGISTRY)
        List<@Size(min = 1, max = 253) String> registries,
    @JsonPropertyDescription(
            "What the workload calls: a NetworkPolicy allows its pods this, and the DNS of the cluster, and nothing else."
                + " An empty list allows DNS only; absent: there is no NetworkPolicy.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Size(max = 64)
        @Schema(keys = "name")
        List<Egress> egress)
    implements ObjectPart {

  public Residency {
    countries = UnmodifiableCopies.list(countries);
    providers = UnmodifiableCopies.or(providers, Filter.ANY);
    regions = UnmodifiableCopies.or(regions, Filter.ANY);
    zones = UnmodifiableCopies.or(zones, Filter.ANY);
    keyCustody = UnmodifiableCopies.list(keyCustody);
    registries = UnmodifiableCopies.list(registries);
    egress = egress == null ? null : UnmodifiableCopies.list(egress);
  }

  /** Names that are allowed and names that are not. */
  @ValidationRule(
      value = "!has(self.allow) || !has(self.deny) || !self.allow.exists(a, a in self.deny)",
      message = "a name is both allowed and denied: take it out of one of the lists",
      fieldPath = ".deny")
  public record Filter(
      @JsonPropertyDescription("Only these. Empty: all.")
          @Size(max = 64)
          @Schema(each = Format.TOKEN)
          List<@Size(min = 1, max = 253) String> allow,
      @JsonPropertyDescription("Refused names; a name is not in both lists.")
          @Size(max = 64)
          @Schema(each = Format.TOKEN)
          List<@Size(min = 1, max = 253) String> deny)
      implements ObjectPart {
    static final Filter ANY = new Filter(null, null);

    public Filter {
      allow = UnmodifiableCopies.list(allow);
      deny = UnmodifiableCopies.list(deny);
    }
  }
}
