package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.ZoneEgress;
import cloud.bleu.api.v1alpha1.ZoneStorage;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.Host;
import cloud.bleu.placement.model.ImageReference;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.Facts;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is at hand in a zone for what runs there. */
final class ZoneEquipment {
  private static final List<String> CUSTODY =
      Arrays.stream(Zone.KeyCustody.values()).map(Zone.KeyCustody::name).toList();

  private ZoneEquipment() {}

  static Zone.Equipment of(AvailabilityZoneSpec spec, Findings findings) {
    int i = 0;
    for (String registry : spec.registries()) {
      String path = FieldPath.item("spec.registries", i++);
      if (!ImageReference.isRegistry(registry)) {
        findings.block(
            path,
            "not a registry: " + ShownText.quote(registry),
            "host, host:port or host/path",
            "write it without a scheme, such as registry.example:5000");
      }
    }
    return new Zone.Equipment(
        storage(spec.storage(), findings), spec.registries(), egress(spec.egress(), findings));
  }

  private static Zone.@Nullable Egress egress(@Nullable ZoneEgress api, Findings findings) {
    if (api == null) {
      return null;
    }
    int i = 0;
    for (String host : api.bootstrap()) {
      String path = FieldPath.item("spec.egress.bootstrap", i++);
      if (!Host.isHost(host)) {
        findings.block(
            path,
            "not a host: " + ShownText.quote(host),
            "a host in lower case, *.domain or *",
            "write it without a scheme and a port, such as packages.example");
      }
    }
    return new Zone.Egress(
        api.bootstrap(), Facts.provenance(api.provenance(), "spec.egress.provenance", findings));
  }

  private static Zone.@Nullable Storage storage(@Nullable ZoneStorage api, Findings findings) {
    if (api == null) {
      return null;
    }
    List<Zone.StorageClass> classes = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    int i = 0;
    for (ZoneStorage.StorageClass entry : api.classes()) {
      String path = FieldPath.item("spec.storage.classes", i++);
      String name = findings.label(path, entry.name(), "name the storage class");
      if (!names.add(name)) {
        findings.block(
            path + ".name",
            "the name " + ShownText.quote(name) + " is given twice",
            null,
            "describe each storage class once");
      }
      String custody = findings.oneOf(path + ".keyCustody", entry.keyCustody(), CUSTODY);
      if (custody != null && Boolean.FALSE.equals(entry.encrypted())) {
        findings.block(
            path + ".keyCustody",
            "nobody holds the keys of what is not encrypted",
            null,
            "take keyCustody out, or correct encrypted");
      }
      classes.add(
          new Zone.StorageClass(
              name, entry.encrypted(), custody == null ? null : Zone.KeyCustody.valueOf(custody)));
    }
    return new Zone.Storage(
        classes,
        api.backupZones(),
        Facts.provenance(api.provenance(), "spec.storage.provenance", findings));
  }
}
