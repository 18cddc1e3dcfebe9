// Asks the browser for a passkey, and sends its response with the form.

const button = document.querySelector("#use-passkey");
const status = document.querySelector("#passkey-status");
const { form } = button;

async function ask() {
    const response = await fetch(button.dataset.options, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ challenge: form.elements.challenge.value }),
    });
    const body = await response.json();
    if (!response.ok) {
        throw new Error(body.detail);
    }
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(body);
    return navigator.credentials.get({ publicKey });
}

button.addEventListener("click", async () => {
    status.textContent = "";
    button.disabled = true;
    try {
        const credential = await ask();
        // Exactly one proof is accepted.
        for (const field of form.querySelectorAll("input[type=text]")) {
            field.value = "";
        }
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
    } catch (error) {
        status.textContent = `${button.dataset.failed} ${error.message}`;
    } finally {
        button.disabled = false;
    }
});
