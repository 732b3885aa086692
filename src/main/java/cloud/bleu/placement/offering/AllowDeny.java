package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A name against a list of names that are allowed (empty: all) and one of names that are denied;
 * denial wins.
 */
public final class AllowDeny {
  private final String kind;
  private final String denied;
  private final String notAllowed;
  private final String unknown;

  /** The names of the list that was asked last, as it is asked for one zone after another. */
  private @Nullable Names last;

  /**
   * The names of a list.
   *
   * @param list itself, and no equal of it
   */
  private record Names(List<String> list, Set<String> all, List<String> inOrder) {}

  /**
   * Of names.
   *
   * @param kind of thing that is named, lower case: {@code provider}; the codes begin with it
   */
  public AllowDeny(String kind) {
    this.kind = kind;
    String code = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    this.denied = code + "Denied";
    this.notAllowed = code + "NotAllowed";
    this.unknown = code + "Unknown";
  }

  /** What a rule of this form takes. */
  public List<RuleParameter> parameters() {
    return List.of(
        RuleParameter.of("allow", RuleParameter.Type.TextList, "Names; empty allows all.")
            .looserWith(RuleParameter.Looser.MoreOrNone)
            .orElse("[]"),
        RuleParameter.of("deny", RuleParameter.Type.TextList, "Names; wins over allow.")
            .looserWith(RuleParameter.Looser.Less)
            .orElse("[]"));
  }

  /** What it can answer: {@code ProviderDenied}, {@code ProviderNotAllowed}. */
  public List<String> codes() {
    return List.of(denied, notAllowed, unknown);
  }

  /** Names that are in both lists, one sentence for all. */
  public List<String> contradictions(Parameters parameters) {
    TreeSet<String> both = new TreeSet<>(parameters.texts("allow", List.of()));
    both.retainAll(parameters.texts("deny", List.of()));
    return both.isEmpty()
        ? List.of()
        : List.of(String.join(", ", both) + " is both allowed and denied; take it out of one list");
  }

  /** The verdict on a name. */
  public Verdict verdict(String name, Parameters parameters, Origin origin) {
    List<String> allow = parameters.texts("allow", List.of());
    List<String> deny = parameters.texts("deny", List.of());
    if (name.isBlank()) {
      return allow.isEmpty() && deny.isEmpty()
          ? Verdict.pass(origin, Message.of("name.any", "kind", kind))
          : Verdict.unknown(
              unknown,
              origin,
              Message.of("name.unknown", "kind", kind),
              Message.of("do.stateName", "kind", kind));
    }
    if (deny.contains(name)) {
      return Verdict.reject(
          denied,
          origin,
          Message.of("name.denied", "kind", kind, "name", name),
          Message.of("do.otherName", "kind", kind));
    }
    if (!allow.isEmpty() && !names(allow).all.contains(name)) {
      return Verdict.reject(
          notAllowed,
          origin,
          Message.of(
              "name.notAllowed", "kind", kind, "name", name, "allowed", names(allow).inOrder),
          Message.of("do.oneOfThese"));
    }
    return Verdict.pass(origin, Message.of("name.allowed", "kind", kind, "name", name));
  }

  /** Found anew by each of several threads that ask for different lists in turn. */
  private Names names(List<String> list) {
    Names names = last;
    if (names == null || names.list != list) {
      names = new Names(list, new HashSet<>(list), Territory.inOrder(list));
      last = names;
    }
    return names;
  }
}
