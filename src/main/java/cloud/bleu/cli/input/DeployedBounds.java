package cloud.bleu.cli.input;

import cloud.bleu.cli.option.LossArguments;
import cloud.bleu.cli.option.MoveBound;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedLosses;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of what all workloads or zones together have moved, as the Deployment of the operator
 * states them.
 *
 * @param option with its dashes
 * @param value the value of the chart that gives it
 * @param largest that is accepted
 * @param read the number that a text says; null of one with which the operator does not start
 * @param bounding a translation with a bound in it
 */
record DeployedBounds(
    String option,
    String value,
    int largest,
    Function<String, @Nullable Integer> read,
    BiFunction<Translation, Integer, Translation> bounding) {

  /**
   * The translation with the bounds that the operator is given, or with a problem for each one with
   * which it does not start. It stays as it is where nobody gives a bound.
   */
  static Translation in(Translation translation, ApiObjects objects) {
    Translation bounded = translation;
    for (DeployedBounds bound :
        List.of(
            new DeployedBounds(
                MoveBound.NAME,
                "moves.maxPerHour",
                Integer.MAX_VALUE,
                MoveBound::read,
                (one, most) -> BoundedMoves.in(one, objects, most)),
            new DeployedBounds(
                LossArguments.NAME,
                "losses.maxObserved",
                LossBudget.LARGEST,
                LossArguments::read,
                (one, most) ->
                    one.of(
                        new ObservedLosses(most, ObservedLosses.Recording.NotNeeded)
                            .in(one.estate(), objects.zones(), null, ObservedState.UNBROKEN))))) {
      bounded = bound.of(bounded, objects.deployments());
    }
    return bounded;
  }

  private Translation of(Translation translation, List<Deployment> deployments) {
    Translation bounded = translation;
    for (Deployment deployment : deployments) {
      for (String text : OperatorDeployment.values(List.of(deployment), option)) {
        Integer most = read.apply(text);
        bounded =
            most == null
                ? bounded.with(
                    new Problem(
                        ObjectRef.of(deployment),
                        true,
                        "spec.template.spec.containers",
                        option + " is " + ShownText.quote(text),
                        "a number from 0 to " + largest,
                        "correct " + value + " of the chart: such an operator does not start"))
                : bounding.apply(bounded, most);
      }
    }
    return bounded;
  }
}
