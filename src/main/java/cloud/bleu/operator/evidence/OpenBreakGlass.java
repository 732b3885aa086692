package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A break-glass that exists.
 *
 * @param state how it stands
 * @param opened the entry of its beginning
 * @param countersigned that of its second signature, null when it has none
 */
record OpenBreakGlass(
    BreakGlassState state, BreakGlass glass, ChainNote opened, @Nullable ChainNote countersigned) {

  static final String OPENED_BY = "openedBy";
  static final String COUNTERSIGNED_BY = "countersignedBy";

  /**
   * A copy with the pseudonyms under which the chain has its persons.
   *
   * @param second null: the one that it has
   */
  OpenBreakGlass under(String opener, @Nullable String second) {
    ChainNote signed = countersigned == null ? null : with(countersigned, OPENED_BY, opener);
    return new OpenBreakGlass(
        state,
        glass,
        with(opened, OPENED_BY, opener),
        signed == null || second == null ? signed : with(signed, COUNTERSIGNED_BY, second));
  }

  private static ChainNote with(ChainNote note, String field, String pseudonym) {
    SortedMap<String, String> content = new TreeMap<>(note.content());
    content.put(field, pseudonym);
    return new ChainNote(note.kind(), content);
  }
}
