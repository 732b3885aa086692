package cloud.bleu.decision;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.PackedJson;
import cloud.bleu.placement.evacuation.PackedPlan;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Packs plans that nobody would pack, as they are short. */
public final class PackedItems {

  private PackedItems() {}

  /**
   * The same plan packed; nothing where there is none.
   *
   * @param losses that it is to say that it answers
   */
  public static List<Evacuation> of(List<Evacuation> readable, int losses) {
    return readable.isEmpty()
        ? readable
        : List.of(
            of(
                PackedPlan.of((List<?>) JsonTree.parse(Serialization.asJson(readable))),
                losses,
                PackedPlan.VERSION));
  }

  /** The loss of a site that has half of a character for its name, as nobody packs it. */
  public static Evacuation ofHalfOfCharacter() {
    byte[] json =
        "{\"items\":[{\"losses\":[{\"event\":0}],\"keeps\":0}],\"names\":[\"site \\ud83d\"]}"
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String data = Base64.getEncoder().encodeToString(out.toByteArray());
    return new Evacuation(new Evacuation.Packed(PackedPlan.VERSION, 1, json.length, data));
  }

  /** One that packs this tree. */
  static Evacuation of(Object content, int losses, int version) {
    PackedJson packed = PackedJson.of(content);
    return new Evacuation(new Evacuation.Packed(version, losses, packed.bytes(), packed.data()));
  }
}
