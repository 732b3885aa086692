package cloud.bleu.evidence.oscal;

import cloud.bleu.placement.model.BreakGlass;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A break-glass under which something runs, as OSCAL says it. */
final class BrokenGlass {
  private BrokenGlass() {}

  /** Adds how it stands, who opened and who countersigned it, and what is due when. */
  static void add(BreakGlass glass, List<Map<String, Object>> props) {
    props.add(Oscal.prop("break-glass", glass.signatures().code()));
    props.add(Oscal.prop("break-glass-by", glass.by()));
    if (glass.countersignedBy() != null) {
      props.add(Oscal.prop("break-glass-countersigned-by", glass.countersignedBy()));
    }
    props.add(Oscal.prop("break-glass-due", glass.due().toString()));
  }

  /** Who broke the glass, and whether another person signed; empty without a break-glass. */
  static String sentence(@Nullable BreakGlass glass) {
    if (glass == null) {
      return "";
    }
    String by = glass.by().isEmpty() ? "One person" : glass.by();
    String second = glass.countersignedBy();
    return " "
        + by
        + " set it aside by a break-glass; "
        + (second == null
            ? "nobody countersigned it, which is due before " + glass.due() + "."
            : (second.isEmpty() ? "another person" : second)
                + " countersigned it, and it ends at "
                + glass.due()
                + ".");
  }
}
