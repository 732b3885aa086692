package cloud.bleu.assess.dependency;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.References;
import cloud.bleu.assess.manifest.References.Reference;
import cloud.bleu.assess.manifest.StorageClassField;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.object.QuantityText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds data: claims, templates of claims, and volumes of a cloud without a claim. */
final class VolumeHolders {

  private final List<ObjectReferences> objects;
  private final Map<String, String> shown;
  private final Map<String, ObjectReferences> claims = new HashMap<>();

  /**
   * @param shown what a workload is called, by its key
   */
  VolumeHolders(List<ObjectReferences> objects, Map<String, String> shown) {
    this.objects = objects;
    this.shown = shown;
    objects.stream()
        .filter(o -> o.kind.equals(References.CLAIM))
        .forEach(o -> claims.put(o.key, o));
  }

  List<HeldVolume> all() {
    List<HeldVolume> all = new ArrayList<>();
    for (ObjectReferences object : objects) {
      if (object.workload) {
        String workload = shown.getOrDefault(object.key, object.key);
        object.volumes.forEach(v -> all.add(own(object, workload, v)));
        Set<String> once = new HashSet<>();
        for (Reference reference : object.references) {
          if (reference.key().startsWith(References.CLAIM) && once.add(reference.key())) {
            all.add(named(object, workload, reference));
          }
        }
      }
    }
    return all;
  }

  private static HeldVolume own(ObjectReferences object, String workload, ObjectField volume) {
    JsonNode spec = volume.node().path("spec");
    if (!spec.isObject()) {
      return new HeldVolume(
          workload, volume.key(), volume.key(), 1, null, "", object.place(volume.path()));
    }
    String name = volume.node().path("metadata").path("name").asText("ephemeral");
    ObjectField named = StorageClassField.of(volume);
    return claim(
        workload,
        name,
        named.node().isTextual() ? named.text() : null,
        Math.max(1, object.replicas),
        spec,
        object,
        volume.path());
  }

  private HeldVolume named(ObjectReferences object, String workload, Reference reference) {
    ObjectReferences claim = claims.get(reference.key());
    String name = reference.key().substring(reference.key().indexOf('/') + 1);
    return claim == null
        ? new HeldVolume(
            workload, name, "(claim not seen)", 1, null, "", object.place(reference.path()))
        : claim(workload, name, claim.storageClass, 1, claim.spec, claim, "");
  }

  private static HeldVolume claim(
      String workload,
      String name,
      @Nullable String storageClass,
      int count,
      JsonNode spec,
      ObjectReferences of,
      String path) {
    List<String> modes = new ArrayList<>();
    spec.path("accessModes").forEach(m -> modes.add(m.asText()));
    Long each = bytes(spec.path("resources").path("requests").path("storage").asText());
    return new HeldVolume(
        workload,
        name,
        storageClass == null ? "(default)" : storageClass,
        count,
        each == null ? null : Quantities.saturatingProduct(each, count),
        String.join(",", modes),
        of.place(path));
  }

  private static @Nullable Long bytes(String text) {
    return QuantityText.parse("storage", text) instanceof QuantityText.Parsed.Amount amount
        ? amount.value()
        : null;
  }
}
