package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.FactGroup;
import cloud.bleu.placement.estate.StatedFacts;
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
    return FactGroup.key(workload);
  }

  /** Of a refusal those that are named in it. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    List<String> accepted = accepted(question);
    List<FactGroup> all = FactGroup.of(question);
    List<FactGroup> weak =
        all.stream().filter(g -> !accepted.contains(g.provenance().basis().name())).toList();
    List<FactGroup> found =
        answer.result() == Verdict.Result.Pass
            ? all
            : !weak.isEmpty() ? weak : all.stream().filter(FactBasis::sourceless).toList();
    return StatedFacts.among(question, found);
  }

  private static List<String> accepted(Question question) {
    return question.parameters().texts("acceptBasis", List.of(BASES));
  }

  private static boolean sourceless(FactGroup group) {
    return group.provenance().basis() != Basis.Assumption && !group.provenance().hasSource();
  }

  @Override
  public Verdict evaluate(Question question) {
    List<String> accepted = accepted(question);
    Origin origin = Origin.Enforced;
    List<FactGroup> weak = new ArrayList<>();
    List<FactGroup> sourceless = new ArrayList<>();
    List<FactGroup> all = FactGroup.of(question);
    for (FactGroup group : all) {
      Basis basis = group.provenance().basis();
      origin = origin.weaker(basis.origin());
      if (!accepted.contains(basis.name())) {
        weak.add(group);
      } else if (sourceless(group)) {
        sourceless.add(group);
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
              : Message.of("basis.holds", "kinds", FactGroup.kinds(all)));
    }
    return Verdict.unknown(
        "BasisNotAccepted",
        origin,
        Message.of(
            "basis.notAccepted", "facts", named(weak), "accepted", Territory.inOrder(accepted)),
        Message.of("do.betterSource"));
  }

  private static List<Message> named(List<FactGroup> groups) {
    return FactGroup.said(
        groups,
        g -> Message.of("group.basis", "fact", g.message(), "basis", g.provenance().basis()));
  }
}
