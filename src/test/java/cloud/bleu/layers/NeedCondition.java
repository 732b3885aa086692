package cloud.bleu.layers;

import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves out the tests that need what is not on this machine. */
final class NeedCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    // Test by test rather than the class at once, so that the count of what did not run is right.
    if (context.getTestMethod().isEmpty()) {
      return ConditionEvaluationResult.enabled("each test is asked");
    }
    return missing(context.getRequiredTestClass(), context.getRequiredTestMethod(), System.getenv())
        .map(need -> ConditionEvaluationResult.disabled(need.reason()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("what it needs is here"));
  }

  /** The first that a test needs and that this environment does not have. */
  static Optional<Need> missing(
      AnnotatedElement type, AnnotatedElement method, Map<String, String> environment) {
    return Stream.of(type, method)
        .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class).stream())
        .flatMap(needs -> Stream.of(needs.value()))
        .filter(need -> need.in(environment).isEmpty())
        .findFirst();
  }
}
