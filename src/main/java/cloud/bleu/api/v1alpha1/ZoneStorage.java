package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The storage of a zone. */
public record ZoneStorage(
    @JsonPropertyDescription(
            "The storage classes of the zone, by their names in the cluster. One that is not listed is not known.")
        @Size(max = 64)
        @Schema(keys = "name")
        List<StorageClass> classes,
    @JsonPropertyDescription(
            "The AvailabilityZones that backups can be written to from here, by name. Absent: not known.")
        @Size(max = 64)
        @Schema(each = Format.NAME)
        List<@Size(min = 1, max = 63) String> backupZones,
    @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
    implements ObjectPart {

  public ZoneStorage {
    classes = UnmodifiableCopies.list(classes);
    backupZones = UnmodifiableCopies.list(backupZones);
  }

  /** A storage class as it is in this zone. */
  @ValidationRule(
      value = "!has(self.keyCustody) || !has(self.encrypted) || self.encrypted",
      message = "nobody holds the keys of what is not encrypted: take keyCustody out",
      fieldPath = ".keyCustody")
  public record StorageClass(
      @JsonPropertyDescription("Name of the StorageClass.")
          @Required
          @Pattern(Format.NAME)
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("Whether what is written is encrypted at rest. Absent: not known.")
          Boolean encrypted,
      @JsonPropertyDescription(
              "Who holds the keys: the provider, the customer in a hardware module of the provider, the customer outside"
                  + " the provider, or a third party of the European Union. Absent: not known.")
          @Schema(
              values = {"Provider", "CustomerInProviderHSM", "CustomerExternal", "ThirdPartyEU"})
          String keyCustody)
      implements ObjectPart {}
}
