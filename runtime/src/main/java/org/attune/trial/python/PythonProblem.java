package org.attune.trial.python;

/** There is no usable Python, or an environment cannot be built; the message says why and what to do. */
public final class PythonProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PythonProblem(String message) {
        super(message);
    }

    public PythonProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
