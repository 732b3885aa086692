package cloud.bleu.translate.finding;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provenance;
import org.jspecify.annotations.Nullable;

/** Reads who says so. */
public final class Facts {
  private Facts() {}

  /** The provenance of a group of facts; of none, an assumption. */
  public static Provenance provenance(
      cloud.bleu.api.v1alpha1.@Nullable Provenance api, String path, Findings findings) {
    if (api == null) {
      return Provenance.NONE;
    }
    return new Provenance(
        findings.choice(path + ".basis", api.basis(), Basis.class, Basis.Assumption),
        api.source() == null ? "" : api.source(),
        findings.day(path + ".asOf", api.asOf()),
        api.checkedBy(),
        api.documentSHA256());
  }
}
