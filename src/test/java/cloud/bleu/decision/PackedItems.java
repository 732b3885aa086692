package cloud.bleu.decision;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.PackedJson;
import cloud.bleu.placement.evacuation.PackedPlan;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

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

  /** One that packs this tree. */
  static Evacuation of(Object content, int losses, int version) {
    PackedJson packed = PackedJson.of(content);
    return new Evacuation(new Evacuation.Packed(version, losses, packed.bytes(), packed.data()));
  }
}
