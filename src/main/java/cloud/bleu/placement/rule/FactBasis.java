package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.FactMessages;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Territory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Every fact that the zone is judged by rests on a basis that the policy accepts, and names the
 * source or the document that it was read in. What rests on another one may still be true: the
 * answer is {@code Unknown}, which keeps new replicas out and moves nothing.
 */
public record FactBasis() implements ZoneRule {

  private static final String[] BASES =
      Arrays.stream(Basis.values()).map(Basis::name).toArray(String[]::new);

  private static final Declaration DECLARATION =
      new Declaration(
          "fact-basis",
          "Every fact that the zone is judged by, about it, its provider and its offerings, rests on an accepted basis.",
          List.of(
              RuleParameter.of(
                      "acceptBasis",
                      RuleParameter.Type.TextList,
                      "The accepted bases; spec.facts.acceptBasis of the policy if not given.")
                  .looserWith(RuleParameter.Looser.More)
                  .oneOf(BASES)
                  .mustBeGiven()),
          List.of(),
          List.of("BasisNotAccepted", "SourceNotStated"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Set<Link> alsoAbout() {
    return Set.of(Link.Dependency, Link.BackupZone);
  }

  @Override
  public Object about(Workload workload) {
    return FactSelection.of(workload);
  }

  /** Of a refusal those that are named in it. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    List<String> accepted = accepted(question);
    List<StatedFact> all = FactSelection.facts(question);
    List<StatedFact> weak = all.stream().filter(f -> !accepted.contains(basis(f).name())).toList();
    if (answer.result() == Verdict.Result.Pass) {
      return all;
    }
    return !weak.isEmpty() ? weak : all.stream().filter(FactBasis::sourceless).toList();
  }

  private static List<String> accepted(Question question) {
    return question.parameters().texts("acceptBasis", List.of(BASES));
  }

  private static boolean sourceless(StatedFact fact) {
    return basis(fact) != Basis.Assumption && !fact.provenanceOrNone().hasSource();
  }

  private static Basis basis(StatedFact fact) {
    return fact.provenanceOrNone().basis();
  }

  @Override
  public Verdict evaluate(Question question) {
    List<String> accepted = accepted(question);
    Origin origin = Origin.Enforced;
    List<StatedFact> weak = new ArrayList<>();
    List<StatedFact> sourceless = new ArrayList<>();
    List<StatedFact> all = FactSelection.facts(question);
    for (StatedFact fact : all) {
      Basis basis = basis(fact);
      origin = origin.weaker(basis.origin());
      if (!accepted.contains(basis.name())) {
        weak.add(fact);
      } else if (sourceless(fact)) {
        sourceless.add(fact);
      }
    }
    if (weak.isEmpty() && !sourceless.isEmpty()) {
      return Verdict.unknown(
          "SourceNotStated",
          Origin.Assumed,
          Message.of("basis.sourceless", "facts", named(sourceless)),
          Message.of("do.stateSource"));
    }
    if (weak.isEmpty()) {
      return Verdict.pass(
          origin,
          all.isEmpty()
              ? Message.of("basis.none")
              : Message.of("basis.holds", "kinds", FactMessages.kinds(all)));
    }
    return Verdict.unknown(
        "BasisNotAccepted",
        origin,
        Message.of(
            "basis.notAccepted", "facts", named(weak), "accepted", Territory.inOrder(accepted)),
        Message.of("do.betterSource"));
  }

  private static List<Message> named(List<StatedFact> facts) {
    return FactMessages.each(
        facts, f -> Message.of("group.basis", "fact", FactMessages.name(f), "basis", basis(f)));
  }
}
